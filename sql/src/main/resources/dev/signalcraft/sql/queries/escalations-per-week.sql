-- SPDX-License-Identifier: Apache-2.0
-- How often did nobody take an alert in time, week by week (from Monday, UTC)?
--
-- escalations: steps that were taken; by_hand: those that a person asked for
-- groups: those that escalated
-- told: notifications that told a channel of a step at once; what a silence or an inhibitor held is
-- told later, or never
--
-- Parameters: workspace, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-04-01T00:00:00Z -f escalations-per-week.sql
with weeks as (
  select generate_series(
    date_trunc('week', :'since'::timestamptz, 'UTC'),
    :'until'::timestamptz - interval '1 microsecond',
    interval '7 days'
  ) as week
), steps as (
  select
    date_trunc('week', at, 'UTC') as week,
    count(*) as escalations,
    count(*) filter (where command_id <> '') as by_hand,
    count(distinct group_id) as groups
  from alert_group_changes
  where workspace = :'workspace'
    and at >= :'since'::timestamptz
    and at < :'until'::timestamptz
    and reason = 'escalated'
  group by 1
), told as (
  select date_trunc('week', at, 'UTC') as week, count(*) as told
  from notifications
  where workspace = :'workspace'
    and at >= :'since'::timestamptz
    and at < :'until'::timestamptz
    and reason = 'escalated'
  group by 1
)
select
  week,
  coalesce(escalations, 0) as escalations,
  coalesce(by_hand, 0) as by_hand,
  coalesce(groups, 0) as groups,
  coalesce(told, 0) as told
from weeks
left join steps using (week)
left join told using (week)
order by week;
