-- How far the messages of each room were looked through for notices. Nobody is told of the messages that are there already.
create table noted (
  room_id text primary key,
  seq     integer not null
) strict, without rowid;
insert into noted (room_id, seq) select id, last_seq from rooms where last_seq > 0;

-- The messages of a room that a person is to be told of, or was told of and has not read. Times are in ms of `clock_ms()`.
create table notices (
  user_id    text not null,
  room_id    text not null,
  seqs       text not null,
  last_seq   integer not null,
  reason     text not null,
  about      text not null default '',
  due_at     integer,
  has_waited integer not null default 0,
  tries      integer not null default 0,
  told       text not null default '{}',
  holder     text not null default '',
  held_until integer not null default 0,
  noted_at   integer not null,
  primary key (user_id, room_id)
) strict, without rowid;
create index notices_by_time on notices (due_at) where due_at is not null;
create index notices_by_holder on notices (holder) where holder <> '';
create index notices_by_noting on notices (noted_at);
