alter table messages add column pinned_at text;
create index pinned_messages on messages (room_id, pinned_at) where pinned_at is not null;

-- Earlier versions of a message, and the time since when each was shown.
create table versions (
  room_id text not null,
  seq     integer not null,
  body    text not null,
  at      text not null
) strict;
create index versions_by_message on versions (room_id, seq);

create table saved (
  -- Counts up, in the order in which the user saved them.
  id       integer primary key,
  user_id  text not null,
  room_id  text not null,
  seq      integer not null,
  saved_at text not null
) strict;
create unique index saved_by_message on saved (user_id, room_id, seq);
create index saved_by_user on saved (user_id, id);
create index saved_by_room on saved (room_id);

-- The user that a message replies to, unless that is its author.
create table replies (
  user_id   text not null,
  room_id   text not null,
  seq       integer not null,
  author_id text not null,
  primary key (user_id, room_id, seq)
) strict, without rowid;
create index replies_by_message on replies (room_id, seq);
insert into replies (user_id, room_id, seq, author_id)
select o.author_id, m.room_id, m.seq, m.author_id
from messages m join messages o on o.room_id = m.room_id and o.seq = m.reply_to
where m.reply_to is not null and o.author_id <> m.author_id;
