-- SPDX-License-Identifier: Apache-2.0
-- In how many decisions of each rule and channel does a replay differ from what was recorded?
--
-- added: only the replay tells; suppressed: only the record tells; earlier, later: both do
-- unknown: of groups whose beginning the replay does not know
--
-- Parameters: workspace, replay_id
-- psql -v workspace=default -v replay_id=0123456789abcdef0123456789abcdef -f replay-differences.sql
select
  rule,
  channel,
  count(*) filter (where kind = 'added') as added,
  count(*) filter (where kind = 'suppressed') as suppressed,
  count(*) filter (where kind = 'earlier') as earlier,
  count(*) filter (where kind = 'later') as later,
  count(*) filter (where kind = 'unknown') as unknown
from replay_decisions
where workspace = :'workspace'
  and replay_id = :'replay_id'
group by rule, channel
order by rule, channel;
