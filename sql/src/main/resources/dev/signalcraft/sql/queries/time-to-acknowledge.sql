-- SPDX-License-Identifier: Apache-2.0
-- How long did alerts wait until somebody acknowledged them, by severity and source?
--
-- A start is the opening of a group or its reopening, by its source or a person. Of each start in
-- the span, the time to the first acknowledgement before the next start of the same group is
-- measured, in seconds of log time; it may lie behind the span. What reopens an acknowledged group
-- otherwise (unacknowledge, escalate, a worse severity, a time-out) starts nothing.
--
-- severity: of the group at the start
-- starts: all of them; acknowledged: those that are measured
-- median_seconds, p90_seconds: between two measured ones in proportion (percentile_cont)
--
-- Parameters: workspace, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-04-01T00:00:00Z -f time-to-acknowledge.sql
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
), measured as (
  select
    s.severity,
    g.source,
    (
      select extract(epoch from min(c.at) - s.at)
      from alert_group_changes c
      where c.workspace = :'workspace'
        and c.group_id = s.group_id
        and c.reason = 'acknowledged'
        and c.sequence > s.sequence
        and (c.sequence < s.next or s.next is null)
    ) as seconds
  from starts s
  join alert_groups g using (group_id)
  where s.at < :'until'::timestamptz
)
select
  severity,
  source,
  count(*) as starts,
  count(seconds) as acknowledged,
  round(percentile_cont(0.5) within group (order by seconds)::numeric, 3) as median_seconds,
  round(percentile_cont(0.9) within group (order by seconds)::numeric, 3) as p90_seconds
from measured
group by severity, source
order by array_position(array['critical', 'high', 'medium', 'low'], severity), source;
