-- SPDX-License-Identifier: Apache-2.0
-- Which replays were asked for, how far is each, newest first?
--
-- share: how much of its part of the log is compared
--
-- Parameters: workspace
-- psql -v workspace=default -f replays.sql
select
  replay_id,
  since,
  until,
  candidate,
  status,
  reached,
  round(
    (extract(epoch from reached - "from") / extract(epoch from until - "from"))::numeric, 4
  ) as share
from replays
where workspace = :'workspace'
order by until desc, replay_id;
