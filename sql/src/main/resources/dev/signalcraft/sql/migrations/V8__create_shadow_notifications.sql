-- SPDX-License-Identifier: Apache-2.0
-- What rules in shadow mode would have told.

create table shadow_notifications (
  notification_id text        primary key,
  workspace       text        not null,
  group_id        text        not null,
  channel         text        not null,
  reason          text        not null,
  ordinal         integer     not null,
  at              timestamptz not null,
  rule            text        not null,
  rule_version    bigint      not null,
  mention         text,
  severity_after  text        not null,
  count           bigint      not null
);

comment on table shadow_notifications is
  'What rules in shadow mode would have told. A live notification of the same group, channel, reason and ordinal has the same id.';

create index shadow_notifications_by_group on shadow_notifications (group_id, at);
create index shadow_notifications_by_time on shadow_notifications (workspace, at desc);
