-- SPDX-License-Identifier: Apache-2.0
-- Which series of a monitor had the worst minutes in a span?
--
-- error_ratio, average: of all samples of the span
-- worst_p95, worst_p99: of its worst minute; those of the whole span need the sketches
--
-- Parameters: workspace, monitor, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v monitor=checkout-latency -v since=2026-03-01T00:00:00Z -v until=2026-03-02T00:00:00Z -f slowest-series.sql
select
  metric,
  project,
  environment,
  labels,
  unit,
  sum(count)::bigint as samples,
  round((sum(errors) / sum(count))::numeric, 4) as error_ratio,
  round((sum(sum) / sum(count)::double precision)::numeric, 3) as average,
  max(p95) as worst_p95,
  max(p99) as worst_p99,
  max(max) as greatest
from metric_windows
where workspace = :'workspace'
  and monitor = :'monitor'
  and window_start >= :'since'::timestamptz
  and window_start < :'until'::timestamptz
group by series, metric, project, environment, labels, unit
order by max(p95) desc, series
limit 20;
