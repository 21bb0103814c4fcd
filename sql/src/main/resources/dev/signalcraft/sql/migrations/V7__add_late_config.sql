-- SPDX-License-Identifier: Apache-2.0
-- Which documents came too late for what was judged before a change.

alter table alert_group_changes add column late_config jsonb;

comment on column alert_group_changes.late_config is
  'Documents (kind/workspace/name@version) that reached the job after it had judged what they were for; they are in force from here on.';
