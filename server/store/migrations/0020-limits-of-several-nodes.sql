-- Turns in slow rooms: when each user last wrote or edited a message there, in ms of `clock_ms()`.
create table turns (
  room_id text not null,
  user_id text not null,
  at      integer not null,
  primary key (room_id, user_id)
) strict, without rowid;
create index turns_by_time on turns (at);

-- Limits that all nodes count together: when each holder is idle again, in ms of `clock_ms()`. `key` is a hash.
create table limits (
  key     text primary key,
  idle_at integer not null
) strict, without rowid;
create index limits_by_time on limits (idle_at);

-- The nodes that run now, the settings that each was started with, and when it last said so, in ms of `clock_ms()`.
create table nodes (
  id       text primary key,
  settings text not null,
  seen_at  integer not null
) strict, without rowid;
