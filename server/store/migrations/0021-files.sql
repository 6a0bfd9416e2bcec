-- The files of a message, as clients get them: a list in JSON.
alter table messages add column files text not null default '[]';
alter table removed_messages add column files text not null default '[]';

-- Files that people have uploaded. `received` counts the bytes that are safe. `writer` is the request that may add bytes.
-- `holder` is the one for whom it counts: a person, or a guest’s network.
-- `facts` is what clients get, in JSON, once all bytes are here. `room_id` and `seq` are the message that took it.
-- A removal that can be undone keeps the files of its messages, with its id.
create table files (
  id         text primary key,
  owner_id   text not null,
  holder     text not null,
  name       text not null,
  type       text not null,
  size       integer not null,
  received   integer not null default 0,
  writer     text,
  created_at text not null,
  facts      text,
  room_id    text,
  seq        integer,
  removal_id text
) strict, without rowid;
create index files_by_message on files (room_id, seq);
create index files_by_owner on files (owner_id, created_at);
create index unused_files on files (created_at) where room_id is null;
create index removed_files on files (removal_id) where removal_id is not null;

-- The bytes of each file in each of its forms, named by their SHA-256.
create table file_forms (
  file_id text not null references files (id) on delete cascade,
  form    text not null check (form in ('original', 'view', 'thumbnail', 'poster')),
  hash    text not null,
  type    text not null,
  size    integer not null,
  primary key (file_id, form)
) strict, without rowid;
create index file_forms_by_hash on file_forms (hash);

-- All bytes that are kept, each content once. One that no form names is deleted, a while after its last use.
create table contents (
  hash       text primary key,
  size       integer not null,
  used_at    text not null,
  is_leaving integer not null default 0
) strict, without rowid;
create index contents_by_use on contents (used_at);

-- The bytes that a person, or all guests of a network, have announced in a day (UTC).
create table upload_days (
  holder text not null,
  day    text not null,
  bytes  integer not null,
  primary key (holder, day)
) strict, without rowid;
create index upload_days_by_day on upload_days (day);
