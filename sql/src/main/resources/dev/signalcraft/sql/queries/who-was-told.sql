-- SPDX-License-Identifier: Apache-2.0
-- Who was told about one group, when and why?
--
-- rule: the rule that wanted it and its version
-- events: the ids of the events behind it
-- state: of the group, before → after where what brought it about changed it
--
-- Parameters: workspace, group_id
-- psql -v workspace=default -v group_id=… -f who-was-told.sql
select
  at,
  channel,
  reason,
  rule || '@' || rule_version as rule,
  mention,
  (
    select string_agg(id, ' ' order by place)
    from jsonb_array_elements_text(event_ids) with ordinality as event (id, place)
  ) as events,
  concat_ws(
    ', ',
    case when status_before <> status_after then status_before || ' → ' else '' end || status_after,
    case when severity_before <> severity_after then severity_before || ' → ' else '' end
      || severity_after
  ) as state
from notifications
where workspace = :'workspace'
  and group_id = :'group_id'
order by at, sequence, channel, notification_id;
