-- The times at which users are reminded of messages. A reminder that was told stays until its owner removes it.
create table reminders (
  id      integer primary key autoincrement,
  user_id text not null,
  room_id text not null,
  seq     integer not null,
  at      text not null,
  told_at text
) strict;
create unique index reminders_by_message on reminders (user_id, room_id, seq);
create index reminders_by_time on reminders (user_id, at);
create index reminders_to_tell on reminders (at) where told_at is null;
create index reminders_by_room on reminders (room_id);
