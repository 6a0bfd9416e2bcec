create table meta (
  key   text primary key,
  value text not null
) strict, without rowid;

create table users (
  id         text primary key,
  name       text not null,
  -- Two forms for comparing names: one folds case, the other what the eye cannot tell apart.
  name_key   text not null,
  name_look  text not null,
  kind       text not null check (kind in ('guest', 'person', 'bot')),
  created_at text not null
) strict, without rowid;
create index users_by_name_key on users (name_key);
create index users_by_name_look on users (name_look);

create table sessions (
  id         text primary key,
  user_id    text not null references users (id),
  token_hash blob not null unique,
  created_at text not null
) strict, without rowid;
create index sessions_by_user on sessions (user_id);

create table rooms (
  id           text primary key,
  slug         text not null unique,
  name         text not null,
  topic        text not null default '',
  kind         text not null check (kind in ('open', 'closed', 'direct')),
  last_seq     integer not null default 0,
  rev          integer not null default 0,
  member_count integer not null default 0,
  created_at   text not null
) strict, without rowid;

create table memberships (
  room_id   text not null references rooms (id),
  user_id   text not null references users (id),
  role      text not null check (role in ('host', 'member')),
  read_seq  integer not null default 0,
  joined_at text not null,
  primary key (room_id, user_id)
) strict, without rowid;
create index memberships_by_user on memberships (user_id);

create table messages (
  room_id    text not null references rooms (id),
  seq        integer not null,
  rev        integer not null,
  client_id  text not null,
  author_id  text not null references users (id),
  body       text not null,
  reply_to   integer,
  sent_at    text not null,
  edited_at  text,
  deleted_at text,
  reactions  text not null default '[]'
) strict;
create unique index messages_by_seq on messages (room_id, seq);
create unique index messages_by_rev on messages (room_id, rev);
create unique index messages_by_client_id on messages (author_id, client_id);

insert into rooms (id, slug, name, kind, created_at)
values ('lobby', 'lobby', 'Lobby', 'open', strftime('%Y-%m-%dT%H:%M:%fZ'));

insert into meta (key, value) values ('epoch', lower(hex(randomblob(8)))), ('guests', '0');
