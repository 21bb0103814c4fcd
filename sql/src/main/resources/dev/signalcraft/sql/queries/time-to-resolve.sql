-- SPDX-License-Identifier: Apache-2.0
-- How long did alerts last until they were resolved, by severity and source?
--
-- A start is the opening of a group or its reopening, by its source or a person. Of each start in
-- the span, the time to the resolution before the next start of the same group is measured, in
-- seconds of log time; it may lie behind the span. Resolved are those that the source or a person
-- resolved and those that expired. A group that was closed because nothing came for long, or
-- because the next episode superseded it, is not measured: nobody knows when its problem was over.
--
-- severity: of the group at the start
-- starts: all of them; resolved: those that are measured; closed: inactive or superseded; the
-- others last
-- median_seconds, p90_seconds: between two measured ones in proportion (percentile_cont)
--
-- Parameters: workspace, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-04-01T00:00:00Z -f time-to-resolve.sql
with starts as (
  select
    group_id,
    sequence,
    at,
    severity_after as severity,
    lead(sequence) over (partition by group_id order by sequence) as next
  from alert_group_changes
  where workspace = :'workspace'
    and at >= :'since'::timestamptz
    and reason in ('opened', 'reopened')
), ended as (
  select s.severity, g.source, e.reason, extract(epoch from e.at - s.at) as seconds
  from starts s
  join alert_groups g using (group_id)
  left join alert_group_changes e
    on e.workspace = :'workspace'
    and e.group_id = s.group_id
    and e.reason in ('resolved', 'expired', 'inactive', 'superseded')
    and e.sequence > s.sequence
    and (e.sequence < s.next or s.next is null)
  where s.at < :'until'::timestamptz
), measured as (
  select
    severity,
    source,
    reason in ('inactive', 'superseded') as closed,
    case when reason in ('resolved', 'expired') then seconds end as seconds
  from ended
)
select
  severity,
  source,
  count(*) as starts,
  count(seconds) as resolved,
  count(*) filter (where closed) as closed,
  round(percentile_cont(0.5) within group (order by seconds)::numeric, 3) as median_seconds,
  round(percentile_cont(0.9) within group (order by seconds)::numeric, 3) as p90_seconds
from measured
group by severity, source
order by array_position(array['critical', 'high', 'medium', 'low'], severity), source;
