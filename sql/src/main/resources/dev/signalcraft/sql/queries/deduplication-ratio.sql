-- SPDX-License-Identifier: Apache-2.0
-- What share of all deliveries since a time became no group of its own?
-- 0 is one group for each delivery, 0.99 is one group for each hundred.
--
-- Parameters: workspace, since (a time with its zone, cut to its minute)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -f deduplication-ratio.sql
with told as (
  select
    coalesce(sum(events + duplicates), 0)::bigint as deliveries,
    coalesce(sum(duplicates), 0)::bigint as redeliveries
  from alert_minutes
  where workspace = :'workspace'
    and minute >= date_trunc('minute', :'since'::timestamptz)
), opened as (
  select count(*) as groups
  from alert_groups
  where workspace = :'workspace'
    and opened_at >= date_trunc('minute', :'since'::timestamptz)
)
select
  deliveries,
  redeliveries,
  groups,
  round(1 - groups / nullif(deliveries, 0)::numeric, 4) as ratio
from told, opened;
