-- When an owner took the files off the message. They may come back for a while.
alter table messages add column files_deleted_at text;

-- Deletions of the files of older messages, and how far each has come: to which message, in the order of places.
-- `state` is `deleting`, `done` or `restoring`.
create table file_deletions (
  id          text primary key,
  by_id       text not null,
  at          text not null,
  sent_before text not null,
  room_id     text,
  user_id     text,
  state       text not null,
  after_room  text not null default '',
  after_seq   integer not null default 0,
  files       integer not null default 0,
  bytes       integer not null default 0,
  undo_until  text not null
) strict, without rowid;

-- The lists that messages had before, for undo. The files themselves have the deletion’s id as their removal.
create table deleted_files (
  deletion_id text not null,
  room_id     text not null,
  seq         integer not null,
  author_id   text not null,
  edited_at   text,
  files       text not null,
  primary key (deletion_id, room_id, seq)
) strict, without rowid;
create index deleted_files_by_room on deleted_files (room_id);
create index deleted_files_by_author on deleted_files (author_id);
