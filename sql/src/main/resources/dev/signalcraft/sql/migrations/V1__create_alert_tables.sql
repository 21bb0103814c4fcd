-- SPDX-License-Identifier: Apache-2.0
-- Enums are text in their wire names. Every time is log time unless its name says otherwise.

create table alert_groups (
  group_id      text        primary key,
  group_key     text        not null,
  workspace     text        not null,
  source        text        not null,
  project       text        not null,
  environment   text        not null,
  fingerprint   text        not null,
  type          text        not null,
  lifecycle     text        not null,
  status        text        not null,
  severity      text        not null,
  title         text        not null,
  message       text,
  file          text,
  line          integer,
  link          text,
  tags          jsonb       not null,
  count         bigint      not null,
  duplicates    bigint      not null,
  opened_at     timestamptz not null,
  first_seen    timestamptz not null,
  last_seen     timestamptz not null,
  last_activity timestamptz not null,
  resolved_at   timestamptz,
  expires_at    timestamptz,
  version       integer     not null,
  sequence      integer     not null
) with (fillfactor = 80);

comment on table alert_groups is 'One episode of a group key; a row replaces one whose (version, count + duplicates) is smaller.';

-- group_id last, as the lists break ties by it.
create index alert_groups_by_status on alert_groups (workspace, status, last_activity desc, group_id desc);
create index alert_groups_by_activity on alert_groups (workspace, last_activity desc, group_id desc);
create index alert_groups_by_last_seen on alert_groups (workspace, last_seen desc, group_id desc);
create index alert_groups_by_key on alert_groups (group_key, opened_at desc);

create table alert_group_changes (
  workspace       text        not null,
  group_id        text        not null,
  sequence        integer     not null,
  at              timestamptz not null,
  reason          text        not null,
  actor           text        not null,
  event_id        text,
  status_before   text,
  status_after    text        not null,
  severity_before text,
  severity_after  text        not null,
  primary key (group_id, sequence)
);

comment on table alert_group_changes is 'What happened to a group and why, in order of sequence.';

create table alert_minutes (
  workspace  text        not null,
  group_id   text        not null,
  minute     timestamptz not null,
  events     bigint      not null,
  duplicates bigint      not null,
  primary key (group_id, minute)
) with (fillfactor = 80);

comment on table alert_minutes is 'Totals of a group and a minute of log time, exact: every statistic is made from them.';

create index alert_minutes_by_minute on alert_minutes (workspace, minute);

create table dead_letters (
  topic     text        not null,
  partition integer     not null,
  "offset"  bigint      not null,
  workspace text,
  source    text,
  reason    text        not null,
  detail    text        not null,
  text      text        not null,
  at        timestamptz not null,
  primary key (topic, partition, "offset")
);

comment on table dead_letters is 'Records that could not be used: where they lie, why, and what may be shown of them.';

create index dead_letters_by_time on dead_letters (workspace, at desc);
