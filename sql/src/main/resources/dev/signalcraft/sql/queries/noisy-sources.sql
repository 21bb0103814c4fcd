-- SPDX-License-Identifier: Apache-2.0
-- Which sources and projects made the most noise in the last 24 hours?
--
-- Parameters: workspace
-- psql -v workspace=default -f noisy-sources.sql
select
  g.source,
  g.project,
  sum(m.events)::bigint as events,
  sum(m.duplicates)::bigint as duplicates,
  count(distinct m.group_id) as groups
from alert_minutes m
join alert_groups g using (group_id)
where m.workspace = :'workspace'
  and m.minute > now() - interval '24 hours'
group by g.source, g.project
order by sum(m.events + m.duplicates) desc, g.source, g.project
limit 20;
