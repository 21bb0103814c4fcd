-- SPDX-License-Identifier: Apache-2.0
-- Who is told about groups, and why.

alter table alert_groups
  add column rule     text,
  add column channels jsonb not null default '[]';

create table notifications (
  notification_id text        primary key,
  workspace       text        not null,
  group_id        text        not null,
  channel         text        not null,
  reason          text        not null,
  ordinal         integer     not null,
  at              timestamptz not null,
  sequence        integer     not null,
  rule            text        not null,
  rule_version    bigint      not null,
  mention         text,
  event_ids       jsonb       not null,
  status_before   text,
  status_after    text        not null,
  severity_before text,
  severity_after  text        not null,
  count           bigint      not null
);

comment on table notifications is 'Each decision to tell a channel about a group: why, by which rule and version.';

create index notifications_by_group on notifications (group_id, at);
create index notifications_by_time on notifications (workspace, at desc);
