-- SPDX-License-Identifier: Apache-2.0
-- Who brought a group to its status, and why.

alter table alert_groups
  add column status_reason text,
  add column status_actor  text,
  add column status_at     timestamptz;

comment on column alert_groups.status_actor is
  'Who or what brought it to its status: source, clock or a person; null in rows of before.';
