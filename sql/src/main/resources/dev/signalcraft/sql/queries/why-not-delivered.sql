-- SPDX-License-Identifier: Apache-2.0
-- Which notifications of a span did not reach their channel as decided, and why?
--
-- status: of the newest attempt; waiting where there was none yet
-- attempts: how many were recorded
-- sent and digested ones are not shown
--
-- Parameters: workspace, since, until
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-03-02T00:00:00Z
--   -f why-not-delivered.sql
select
  told.at,
  told.channel,
  told.reason,
  told.group_id,
  coalesce(newest.status, 'waiting') as status,
  coalesce(newest.attempt, 0) as attempts,
  newest.http_status,
  newest.error,
  newest.fallback,
  newest.at as last_attempt_at
from notifications as told
left join lateral (
  select *
  from notification_log as log
  where log.notification_id = told.notification_id
  order by log.attempt desc
  limit 1
) as newest on true
where told.workspace = :'workspace'
  and told.at >= :'since'::timestamptz
  and told.at < :'until'::timestamptz
  and coalesce(newest.status, 'waiting') not in ('sent', 'digested')
order by told.at, told.channel, told.notification_id;
