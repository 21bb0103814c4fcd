-- SPDX-License-Identifier: Apache-2.0
-- How many notifications did each rule and version cause in a span, loudest first?
--
-- groups: those that were told about
-- share: of all notifications of the span
--
-- Parameters: workspace, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-04-01T00:00:00Z -f noise-per-rule.sql
select
  rule,
  rule_version,
  count(*) as notifications,
  count(distinct group_id) as groups,
  round(count(*) / sum(count(*)) over (), 4) as share
from notifications
where workspace = :'workspace'
  and at >= :'since'::timestamptz
  and at < :'until'::timestamptz
  and reason <> 'test'
group by rule, rule_version
order by count(*) desc, rule, rule_version;
