-- SPDX-License-Identifier: Apache-2.0
-- Which alerts are open, worst and newest first?
--
-- Parameters: workspace
-- psql -v workspace=default -f open-groups.sql
select
  severity,
  status,
  source,
  project,
  environment,
  title,
  count,
  duplicates,
  opened_at,
  last_activity,
  group_id
from alert_groups
where workspace = :'workspace'
  and status <> 'resolved'
order by
  array_position(array['critical', 'high', 'medium', 'low'], severity),
  last_activity desc,
  group_id;
