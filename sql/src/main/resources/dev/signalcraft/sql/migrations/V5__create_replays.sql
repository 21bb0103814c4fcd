-- SPDX-License-Identifier: Apache-2.0
-- What other rules, or the same ones, would have decided. ReplayJob alone writes here.

create table replays (
  replay_id text        primary key,
  workspace text        not null,
  "from"    timestamptz not null,
  since     timestamptz not null,
  until     timestamptz not null,
  candidate boolean     not null,
  status    text        not null,
  reached   timestamptz not null,
  summary   jsonb       not null
);

comment on table replays is 'Each replay of a part of the log: how far it is, and how many decisions differ how, by rule and channel.';
comment on column replays."from" is 'Log time at which its warm-up begins; its decisions count since "since".';

create index replays_by_time on replays (workspace, until desc);

create table replay_decisions (
  replay_id       text        not null,
  notification_id text        not null,
  kind            text        not null,
  workspace       text        not null,
  group_id        text        not null,
  channel         text        not null,
  reason          text        not null,
  rule            text        not null,
  rule_version    bigint      not null,
  recorded_at     timestamptz,
  replayed_at     timestamptz,
  primary key (replay_id, notification_id)
);

comment on table replay_decisions is 'Each decision in which a replay differs from what was recorded.';
