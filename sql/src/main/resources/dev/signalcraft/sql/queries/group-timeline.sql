-- SPDX-License-Identifier: Apache-2.0
-- What happened to one group, and which of its events were kept, in the order of log time?
--
-- Parameters: workspace, group_id
-- psql -v workspace=default -v group_id=… -f group-timeline.sql
select at, entry, what, actor, event_id
from (
  select
    at,
    'change' as entry,
    reason
      || coalesce(': ' || status_before || ' → ' || status_after, '')
      || case
           when severity_before <> severity_after
           then ', ' || severity_before || ' → ' || severity_after
           else ''
         end as what,
    actor,
    event_id,
    sequence
  from alert_group_changes
  where workspace = :'workspace' and group_id = :'group_id'
  union all
  select logged_at, 'event', status || ', ' || severity || ': ' || title, source, event_id, 0
  from alert_events
  where workspace = :'workspace' and group_id = :'group_id'
) as entries
order by at, sequence, event_id;
