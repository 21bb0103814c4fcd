-- SPDX-License-Identifier: Apache-2.0
-- Runs at the end of every migration, also of one with nothing to do.
select ensure_alert_event_partitions(7);
