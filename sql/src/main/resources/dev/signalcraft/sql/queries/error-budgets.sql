-- SPDX-License-Identifier: Apache-2.0
-- How much is left of each error budget now, the least first?
--
-- budget_left: 1 untouched, 0 used up, less than 0 overspent
-- burn_rates: by window, how many times as fast as the target allows; severity: what fires
--
-- Parameters: workspace
-- psql -v workspace=default -f error-budgets.sql
select
  slo,
  objective,
  service,
  project,
  environment,
  labels,
  round(budget_left::numeric, 4) as budget_left,
  bad,
  total,
  burn_rates,
  severity,
  window_end
from slo_windows as newest
where workspace = :'workspace'
  and hour = (
    select max(hour)
    from slo_windows
    where series = newest.series
      and objective = newest.objective
  )
order by budget_left, series, objective
limit 100;
