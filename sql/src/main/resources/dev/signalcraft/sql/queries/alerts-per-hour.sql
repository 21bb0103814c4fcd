-- SPDX-License-Identifier: Apache-2.0
-- How many events, redeliveries and groups with activity had each hour (UTC) of a span? Hours
-- without any are there too.
--
-- Parameters: workspace, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-03-02T00:00:00Z -f alerts-per-hour.sql
select
  h.hour,
  coalesce(sum(m.events), 0)::bigint as events,
  coalesce(sum(m.duplicates), 0)::bigint as duplicates,
  count(distinct m.group_id) as groups
from generate_series(
  date_trunc('hour', :'since'::timestamptz, 'UTC'),
  :'until'::timestamptz - interval '1 microsecond',
  interval '1 hour'
) as h (hour)
left join alert_minutes m
  on m.workspace = :'workspace'
  and m.minute >= greatest(h.hour, date_trunc('minute', :'since'::timestamptz))
  and m.minute < least(h.hour + interval '1 hour', :'until'::timestamptz)
group by h.hour
order by h.hour;
