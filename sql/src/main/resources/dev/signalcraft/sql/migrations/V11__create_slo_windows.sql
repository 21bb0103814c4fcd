-- SPDX-License-Identifier: Apache-2.0
-- How objectives stood, hour by hour.

create table slo_windows (
  workspace    text             not null,
  slo          text             not null,
  service      text             not null,
  objective    text             not null,
  series       text             not null,
  project      text             not null,
  environment  text             not null,
  labels       jsonb            not null,
  hour         timestamptz      not null,
  window_start timestamptz      not null,
  window_end   timestamptz      not null,
  closed_at    timestamptz      not null,
  bad          bigint           not null,
  total        bigint           not null,
  target       double precision not null,
  budget_left  double precision not null,
  burn_rates   jsonb            not null,
  severity     text,
  primary key (series, objective, hour)
);

comment on table slo_windows is
  'How an objective stood when the last minute of an hour closed, and in the hour that runs now.';
comment on column slo_windows.budget_left is
  'Of the error budget of [window_start, window_end): 1 untouched, 0 used up, less than 0 overspent.';

create index slo_windows_by_slo on slo_windows (workspace, slo, hour desc);
create index slo_windows_by_time on slo_windows (hour);
