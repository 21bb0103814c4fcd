-- SPDX-License-Identifier: Apache-2.0

create table alert_events (
  event_id        text        not null,
  workspace       text        not null,
  source          text        not null,
  source_event_id text,
  project         text        not null,
  environment     text        not null,
  fingerprint     text        not null,
  type            text        not null,
  severity        text        not null,
  status          text        not null,
  lifecycle       text        not null,
  expires_at      timestamptz,
  title           text        not null,
  message         text,
  file            text,
  line            integer,
  link            text,
  tags            jsonb       not null,
  occurred_at     timestamptz not null,
  received_at     timestamptz not null,
  group_id        text,
  group_key       text        not null,
  stale           boolean     not null,
  logged_at       timestamptz not null,
  primary key (event_id, logged_at)
) partition by range (logged_at);

comment on table alert_events is 'Exemplars: the first 100 new events of an episode, then the first of each minute. One partition per UTC day of log time.';

create index alert_events_by_group on alert_events (group_id, logged_at desc);
create index alert_events_by_workspace on alert_events (workspace, logged_at desc);

create table alert_events_default partition of alert_events default;

-- Makes the partitions of yesterday, today and days_ahead days that are missing, and returns how
-- many it made. Rows of such a day that had to go to the default partition are moved.
--
-- A partition is filled before it is attached: attaching lets writers of the other partitions go
-- on, where "create table … partition of" would lock them all out. The default partition is
-- locked in between, or a writer could put a row of the day there after the move.
create function ensure_alert_event_partitions(days_ahead integer) returns integer
language plpgsql as $$
declare
  today date := (now() at time zone 'UTC')::date;
  day   date;
  name  text;
  since timestamptz;
  until timestamptz;
  made  integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('ensure_alert_event_partitions'));
  for day in select generate_series(today - 1, today + days_ahead, interval '1 day')::date loop
    name := 'alert_events_' || to_char(day, 'YYYYMMDD');
    since := day::timestamp at time zone 'UTC';
    until := (day + 1)::timestamp at time zone 'UTC';
    continue when exists (
      select from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'alert_events'::regclass and c.relname = name);
    if made = 0 then
      lock table alert_events_default in access exclusive mode;
    end if;
    execute format('create table %I (like alert_events including all)', name);
    execute format(
      'with moved as (
         delete from alert_events_default where logged_at >= %L and logged_at < %L returning *)
       insert into %I select * from moved', since, until, name);
    execute format(
      'alter table alert_events attach partition %I for values from (%L) to (%L)',
      name, since, until);
    made := made + 1;
  end loop;
  return made;
end
$$;
