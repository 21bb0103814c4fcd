-- SPDX-License-Identifier: Apache-2.0
-- About which groups that were active in the last 24 hours was nobody told, because no rule matched?
--
-- A rule with stop and no channel tells nobody too, but on purpose: its groups are not listed.
--
-- Parameters: workspace
-- psql -v workspace=default -f unrouted-groups.sql
select
  severity,
  status,
  source,
  project,
  environment,
  title,
  count,
  opened_at,
  last_activity,
  group_id
from alert_groups g
where workspace = :'workspace'
  and last_activity > now() - interval '24 hours'
  and rule is null
  and not exists (select from notifications n where n.group_id = g.group_id)
order by
  array_position(array['critical', 'high', 'medium', 'low'], severity),
  last_activity desc,
  group_id;
