-- SPDX-License-Identifier: Apache-2.0
-- What would each rule in shadow mode have told in a span, and what of it did live rules tell too?
--
-- told_too: the same channel was told about the same group for the same reason, as often before
-- more: what nobody told
--
-- Parameters: workspace, since, until (times with their zone; until itself is not included)
-- psql -v workspace=default -v since=2026-03-01T00:00:00Z -v until=2026-04-01T00:00:00Z -f shadow-rules.sql
select
  shadow.rule,
  shadow.rule_version,
  shadow.channel,
  count(*) as notifications,
  count(distinct shadow.group_id) as groups,
  count(live.notification_id) as told_too,
  count(*) - count(live.notification_id) as more
from shadow_notifications as shadow
left join notifications as live using (notification_id)
where shadow.workspace = :'workspace'
  and shadow.at >= :'since'::timestamptz
  and shadow.at < :'until'::timestamptz
group by shadow.rule, shadow.rule_version, shadow.channel
order by count(*) desc, shadow.rule, shadow.rule_version, shadow.channel;
