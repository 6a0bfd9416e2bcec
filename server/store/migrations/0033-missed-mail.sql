-- The newest message of a room that a person was mailed of, when, and the first and the last of those mails.
create table mailed (
  user_id  text not null,
  room_id  text not null,
  seq      integer not null,
  first_id text not null,
  last_id  text not null,
  at       integer not null,
  primary key (user_id, room_id)
) strict, without rowid;
create index mailed_by_room on mailed (room_id);
