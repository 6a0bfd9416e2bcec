-- Previews of the pages that a message links to: a list as JSON. Those that its author removed stay in it, marked.
alter table messages add column previews text not null default '[]';
alter table removed_messages add column previews text not null default '[]';
alter table rooms add column no_previews integer not null default 0;

-- Messages whose links are to be read. Times are in ms of `clock_ms()`. A row whose reader went away is due again.
create table links (
  id        integer primary key autoincrement,
  room_id   text not null,
  seq       integer not null,
  addresses text not null,
  asked_at  integer not null,
  due_at    integer not null,
  tries     integer not null default 0
) strict;
create unique index links_by_message on links (room_id, seq);
create index links_by_time on links (due_at);

-- Pages that were read, and those that a node is reading now. `preview` is null for a page without one.
create table pages (
  address    text primary key,
  preview    text,
  is_read    integer not null,
  good_until integer not null
) strict, without rowid;
create index pages_by_time on pages (good_until);
