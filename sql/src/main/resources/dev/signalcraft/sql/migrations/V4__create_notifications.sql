-- SPDX-License-Identifier: Apache-2.0
-- Who is told about groups, and why.

alter table alert_groups
  add column rule     text,
  add column channels jsonb not null default '[]';
