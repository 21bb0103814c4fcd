-- SPDX-License-Identifier: Apache-2.0
-- Who did what to which group in a span, and what came of it?
--
-- assignee, until_when, outcome, said: what the command asked for
-- result: done, or why it was refused
--
-- Parameters: workspace, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-04-01T00:00:00Z -f who-did-what.sql
select
  c.at,
  c.actor,
  c.action,
  c.assignee,
  c.until as until_when,
  c.outcome,
  c.text as said,
  coalesce(c.refusal, 'done') as result,
  g.title,
  c.group_id
from alert_group_changes c
left join alert_groups g on g.group_id = c.group_id and g.workspace = c.workspace
where c.workspace = :'workspace'
  and c.at >= :'since'::timestamptz
  and c.at < :'until'::timestamptz
  and c.command_id <> ''
order by c.at, c.group_id, c.sequence, c.command_id;
