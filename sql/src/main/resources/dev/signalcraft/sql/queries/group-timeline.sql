-- SPDX-License-Identifier: Apache-2.0
-- What happened to one group, and which of its events were kept, in the order of log time? Who did
-- it, what they said, and why a command changed nothing?
--
-- what: the reason of a change and what became different; of a refused command, what it asked for
-- rule: the severity rule that raised the group, and its version
--
-- Parameters: workspace, group_id
-- psql -v workspace=default -v group_id=… -f group-timeline.sql
select at, entry, what, assignee, actor, said, outcome, refusal, rule, event_id
from (
  select
    at,
    'change' as entry,
    reason || coalesce(
      ': ' || nullif(
        concat_ws(
          ', ',
          case when refusal is not null then action end,
          case
            when status_before is null then status_after
            when status_before <> status_after then status_before || ' → ' || status_after
          end,
          case
            when severity_before is null then severity_after
            when severity_before <> severity_after then severity_before || ' → ' || severity_after
          end,
          'until ' || to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          case when refusal is not null then 'to ' || assignee end
        ),
        ''
      ),
      ''
    ) as what,
    case
      when assignee_before is distinct from assignee_after
      then coalesce(assignee_before, 'nobody') || ' → ' || coalesce(assignee_after, 'nobody')
    end as assignee,
    actor,
    text as said,
    outcome,
    refusal || ': ' || case refusal
      when 'old-episode' then 'a newer episode of the alert has begun'
      when 'unknown-group' then 'the workspace has no such group'
      when 'too-late' then 'the group ended too long ago'
      when 'stale-version' then 'the group was no longer in version ' || expected_version
      when 'wrong-status' then 'the group was ' || status_before
      when 'until-passed' then 'the end of the snooze had passed'
      when 'until-too-far' then 'the end of the snooze was more than 366 days ahead'
    end as refusal,
    rule || ', version ' || rule_version as rule,
    event_id,
    sequence,
    command_id
  from alert_group_changes
  where workspace = :'workspace' and group_id = :'group_id'
  union all
  select
    logged_at,
    'event',
    status || ', ' || severity || ': ' || title,
    null,
    source,
    null,
    null,
    null,
    null,
    event_id,
    0,
    ''
  from alert_events
  where workspace = :'workspace' and group_id = :'group_id'
) as entries
order by at, entry, sequence, event_id, command_id;
