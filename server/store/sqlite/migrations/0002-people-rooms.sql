-- A person's role in the chat. A user of the kind `guest` has none.
alter table users add column role text not null default 'member' check (role in ('owner', 'moderator', 'member'));
alter table users add column password_hash text;
-- The one room that this user sees, if it was invited to that room only.
alter table users add column only_room_id text;
-- The time of the present name: a guest keeps its look-alikes away for a day.
alter table users add column named_at text not null default '';
-- A user who has left for good has an empty key.
alter table users add column left_at text;
update users set named_at = created_at;
create unique index persons_by_name_key on users (name_key) where kind <> 'guest' and left_at is null;
create index users_by_role on users (role) where role <> 'member';

alter table sessions add column device text not null default '';
alter table sessions add column network text not null default '';
alter table sessions add column used_at text not null default '';
-- The last use of older sessions is unknown, so they last a year from now on.
update sessions set used_at = strftime('%Y-%m-%dT%H:%M:%fZ');
create index sessions_by_use on sessions (used_at);

create table sign_in_codes (
  code_hash  blob primary key,
  user_id    text not null references users (id),
  -- The session that made it, and with which it ends.
  session_id text not null,
  expires_at text not null
) strict, without rowid;
create index sign_in_codes_by_user on sign_in_codes (user_id);

create table invites (
  id         text primary key,
  code_hash  blob not null unique,
  by_id      text not null references users (id),
  room_id    text,
  -- The uses that are left; null for any number.
  uses_left  integer,
  expires_at text,
  created_at text not null,
  -- The time when it was used up or revoked.
  over_at    text
) strict, without rowid;
create index invites_by_maker on invites (by_id);

create table blocks (
  user_id    text not null references users (id),
  blocked_id text not null references users (id),
  primary key (user_id, blocked_id)
) strict, without rowid;

-- Names for comparing, as with users. A direct room has no name.
alter table rooms add column name_key text not null default '';
alter table rooms add column look text not null default '';
alter table rooms add column is_archived integer not null default 0;
alter table rooms add column is_locked integer not null default 0;
alter table rooms add column slow_seconds integer not null default 0;
-- The people of a direct room: their ids, sorted. One room for each set.
alter table rooms add column direct_key text;
-- Gone for all members; its contents may not be deleted yet.
alter table rooms add column deleted_at text;
update rooms set name_key = 'lobby', look = 'lobby' where id = 'lobby';
create unique index rooms_by_direct_key on rooms (direct_key) where direct_key is not null;
create unique index open_rooms_by_look on rooms (look)
  where kind = 'open' and is_archived = 0 and deleted_at is null;
create index deleted_rooms on rooms (deleted_at) where deleted_at is not null;

create table former_slugs (
  slug    text primary key,
  room_id text not null
) strict, without rowid;
create index former_slugs_by_room on former_slugs (room_id);

alter table memberships add column level text not null default 'everything'
  check (level in ('everything', 'mentions', 'nothing'));
-- A newcomer's seat begins as read, and so do seats that are older than read marks.
update memberships set read_seq = (select last_seq from rooms where id = room_id);

-- Users removed from a room, and the time until which they cannot come back by themselves.
create table kept_out (
  room_id text not null,
  user_id text not null,
  until   text not null,
  primary key (room_id, user_id)
) strict, without rowid;

-- The users that the body mentions, with their names of that time, as JSON; and whether it mentions the whole room.
alter table messages add column mentions text not null default '[]';
alter table messages add column mentions_room integer not null default 0;

-- For counting: one row for each user mentioned, or one for `*` when it is the whole room. A message knows which rows
-- are its own, so they need no second index.
create table mentions (
  user_id   text not null,
  room_id   text not null,
  seq       integer not null,
  author_id text not null,
  primary key (user_id, room_id, seq)
) strict, without rowid;

create table bans (
  user_id text primary key references users (id),
  by_id   text not null references users (id),
  reason  text not null,
  at      text not null,
  -- Null for a ban without an end.
  until   text
) strict, without rowid;

create table banned_networks (
  network text not null,
  user_id text not null references bans (user_id) on delete cascade,
  primary key (network, user_id)
) strict, without rowid;
create index banned_networks_by_user on banned_networks (user_id);

-- The room is '' for a mute everywhere.
create table mutes (
  user_id text not null,
  room_id text not null,
  by_id   text not null,
  reason  text not null,
  until   text not null,
  primary key (user_id, room_id)
) strict, without rowid;

create table removals (
  id         text primary key,
  user_id    text not null references users (id),
  undo_until text not null,
  undone_at  text
) strict, without rowid;

-- The messages that a removal deleted, while it can be undone. `rev` is that of the deleted message in its place.
create table removed_messages (
  removal_id    text not null references removals (id),
  room_id       text not null,
  seq           integer not null,
  rev           integer not null,
  body          text not null,
  reactions     text not null,
  mentions      text not null,
  mentions_room integer not null
) strict;
create unique index removed_messages_by_removal on removed_messages (removal_id, room_id, seq);

create table reports (
  id        text primary key,
  by_id     text not null references users (id),
  room_id   text not null,
  seq       integer not null,
  author_id text not null references users (id),
  reason    text not null,
  -- The body at the time of the report.
  body      text not null,
  at        text not null
) strict;
create unique index reports_by_message on reports (room_id, seq, by_id);

create table audit (
  id        integer primary key autoincrement,
  at        text not null,
  by_id     text,
  act       text not null,
  user_id   text,
  room_id   text,
  -- The room's name at that time, and whether the room was open.
  room_name text,
  was_open  integer,
  seq       integer,
  details   text not null
) strict;
create index audit_by_room on audit (room_id, id);
