-- SPDX-License-Identifier: Apache-2.0
-- What came of each notification, attempt by attempt.

create table notification_log (
  notification_id text        not null,
  attempt         integer     not null,
  send_id         text        not null,
  workspace       text        not null,
  channel         text        not null,
  group_id        text        not null,
  sequence        integer     not null,
  reason          text        not null,
  form            text        not null,
  status          text        not null,
  http_status     integer     not null,
  error           text,
  latency_millis  bigint      not null,
  message_id      text,
  fallback        text,
  decided_at      timestamptz not null,
  at              timestamptz not null,
  primary key (notification_id, attempt)
);

comment on table notification_log is
  'Each attempt to deliver a notification and what came of it; a notification that ended without one has a row that says why.';
comment on column notification_log.send_id is
  'Of what was sent: the notification''s own, or that of the digest that held it.';
comment on column notification_log.http_status is
  '0 where the channel speaks no HTTP or did not answer.';
comment on column notification_log.fallback is 'The channel that is told instead.';

create index notification_log_by_group on notification_log (group_id, at);
create index notification_log_by_time on notification_log (workspace, at desc);
