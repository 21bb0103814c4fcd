-- SPDX-License-Identifier: Apache-2.0
-- Which alerts are not resolved, worst and newest first? Who has them, what is quiet until when?
--
-- Parameters: workspace
-- psql -v workspace=default -f open-groups.sql
select
  severity,
  status,
  snoozed_until,
  flapping,
  assignee,
  source,
  project,
  environment,
  title,
  note,
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
