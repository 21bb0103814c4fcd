-- SPDX-License-Identifier: Apache-2.0
-- What was measured and what broke, in the shape of the tables that applications often keep.

create view system_metrics (type, value, metadata, created_at, workspace) as
select
  case when metric = '' then monitor else metric end,
  sum / count,
  jsonb_strip_nulls(
    jsonb_build_object(
      'monitor', monitor,
      'series', series,
      'project', project,
      'environment', environment,
      'unit', unit,
      'tags', labels,
      'windowMillis', window_millis,
      'count', count,
      'errors', errors,
      'sum', sum,
      'min', min,
      'max', max,
      'p50', p50,
      'p95', p95,
      'p99', p99)),
  window_start,
  workspace
from metric_windows
where count > 0;

comment on view system_metrics is
  'What one minute of a series measured: value is the average of its samples. Rows of several monitors may tell of the same samples.';

create view system_errors (
  error_type, message, context, severity, user_id, metadata, stack_trace, created_at, workspace) as
select
  coalesce(
    tags ->> 'error_type',
    substring(title from '^([[:alpha:]_$][[:alnum:]_.$:\\]*): '),
    type),
  coalesce(message, title),
  coalesce(tags ->> 'context', tags ->> 'transaction', project),
  severity,
  coalesce(
    tags ->> 'user_id',
    tags ->> 'userId',
    tags ->> 'user.id',
    substring(tags ->> 'user' from '^id:(.+)$')),
  jsonb_strip_nulls(
    jsonb_build_object(
      'eventId', event_id,
      'groupId', group_id,
      'source', source,
      'project', project,
      'environment', environment,
      'title', title,
      'link', link,
      'tags', tags,
      'occurredAt', to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
  coalesce(tags ->> 'stack_trace', file || coalesce(':' || line, '')),
  logged_at,
  workspace
from alert_events
where type = 'error'
  and status = 'firing'
  and source <> 'signalcraft';

comment on view system_errors is
  'Errors kept as examples: of each episode the first 100 events, then the first of each minute. Count with alert_minutes.';
