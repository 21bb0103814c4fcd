-- SPDX-License-Identifier: Apache-2.0
-- What the minutes of series measured.

create table metric_windows (
  workspace     text             not null,
  monitor       text             not null,
  series        text             not null,
  metric        text             not null,
  project       text             not null,
  environment   text             not null,
  unit          text,
  labels        jsonb            not null,
  window_start  timestamptz      not null,
  window_millis bigint           not null,
  revision      integer          not null,
  closed_at     timestamptz      not null,
  count         bigint           not null,
  errors        bigint           not null,
  min           double precision not null,
  max           double precision not null,
  sum           double precision not null,
  p50           double precision not null,
  p95           double precision not null,
  p99           double precision not null,
  sketch        bytea            not null,
  primary key (series, window_millis, window_start)
);

comment on table metric_windows is
  'What a minute (of long windows: five minutes, an hour) of a series measured. Percentiles of several rows are merged from their sketches, never averaged.';

create index metric_windows_by_monitor on metric_windows (workspace, monitor, window_start desc);
create index metric_windows_by_time on metric_windows (window_start);
