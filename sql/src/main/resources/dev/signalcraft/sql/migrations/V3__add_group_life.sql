-- SPDX-License-Identifier: Apache-2.0
-- What persons do to groups, and why nothing came of it.

alter table alert_groups
  add column assignee      text,
  add column note          text,
  add column runbook       text,
  add column outcome       text,
  add column flapping      boolean not null default false,
  add column snoozed_until timestamptz;

comment on column alert_groups.sequence is
  'Of its newest change or count; commands that were refused since then are in alert_group_changes.';

-- What a command asked for (from expected_version to text) stands beside what came of it.
alter table alert_group_changes
  add column rule             text,
  add column rule_version     bigint,
  add column command_id       text    not null default '',
  add column expected_version integer,
  add column action           text,
  add column until            timestamptz,
  add column assignee         text,
  add column outcome          text,
  add column text             text,
  add column refusal          text,
  add column assignee_before  text,
  add column assignee_after   text,
  alter column status_after   drop not null,
  alter column severity_after drop not null,
  drop constraint alert_group_changes_pkey,
  add primary key (group_id, sequence, command_id);

comment on table alert_group_changes is
  'What happened to a group and why, in order of sequence; 0 stands for a refused command on a group that is not held.';

create index alert_group_changes_by_command on alert_group_changes (command_id) where command_id <> '';
create index alert_group_changes_by_time on alert_group_changes (workspace, at desc);
