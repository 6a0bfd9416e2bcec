-- The tables as all migrations leave them. A new database of Postgres begins with them; a test holds SQLite's against them.
-- It is written once: `postgres/dialect.ts` turns the types into those of Postgres.

create table meta (
  key   text primary key,
  value text not null
) strict, without rowid;

create table users (
  id            text primary key,
  name          text not null,
  name_key      text not null,
  name_look     text not null,
  kind          text not null check (kind in ('guest', 'person', 'bot')),
  created_at    text not null,
  role          text not null default 'member' check (role in ('owner', 'moderator', 'member')),
  password_hash text,
  only_room_id  text,
  named_at      text not null default '',
  left_at       text,
  lost_name     text,
  status_emoji  text not null default '',
  status_text   text not null default '',
  status_until  text,
  time_zone     text,
  picture       text,
  pictured_at   text
) strict, without rowid;
create index users_by_name_key on users (name_key);
create index users_by_name_look on users (name_look);
create index users_by_naming on users (named_at);
create index users_by_picture on users (picture) where picture is not null;
create index users_by_picturing on users (pictured_at) where pictured_at is not null;

create table sessions (
  id         text primary key,
  user_id    text not null references users (id),
  token_hash blob not null unique,
  created_at text not null,
  device     text not null default '',
  network    text not null default '',
  used_at    text not null default ''
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
  created_at   text not null,
  name_key     text not null default '',
  look         text not null default '',
  is_archived  integer not null default 0,
  is_locked    integer not null default 0,
  slow_seconds integer not null default 0,
  direct_key   text,
  deleted_at   text,
  created_by   text,
  no_previews  integer not null default 0,
  picture      text
) strict, without rowid;
create index rooms_by_picture on rooms (picture) where picture is not null;

create table memberships (
  room_id        text not null references rooms (id),
  user_id        text not null references users (id),
  role           text not null check (role in ('host', 'member')),
  read_seq       integer not null default 0,
  joined_at      text not null,
  level          text not null default 'everything' check (level in ('everything', 'mentions', 'nothing')),
  requested_by   text,
  requested_from text,
  is_hidden      integer not null default 0,
  primary key (room_id, user_id)
) strict, without rowid;
create index memberships_by_user on memberships (user_id);

create table messages (
  room_id          text not null references rooms (id),
  seq              integer not null,
  rev              integer not null,
  client_id        text not null,
  author_id        text not null references users (id),
  body             text not null,
  reply_to         integer,
  sent_at          text not null,
  edited_at        text,
  deleted_at       text,
  reactions        text not null default '[]',
  mentions         text not null default '[]',
  mentions_room    integer not null default 0,
  pinned_at        text,
  forwarded_room   text,
  forwarded_seq    integer,
  files            text not null default '[]',
  previews         text not null default '[]',
  files_deleted_at text
) strict;
create unique index messages_by_seq on messages (room_id, seq);
create unique index messages_by_rev on messages (room_id, rev);
create unique index messages_by_client_id on messages (author_id, client_id);
create unique index persons_by_name_key on users (name_key) where kind <> 'guest' and left_at is null;
create index users_by_role on users (role) where role <> 'member';
create index sessions_by_use on sessions (used_at);

create table sign_in_codes (
  code_hash  blob primary key,
  user_id    text not null references users (id),
  session_id text not null,
  expires_at text not null
) strict, without rowid;
create index sign_in_codes_by_user on sign_in_codes (user_id);

create table invites (
  id         text primary key,
  code_hash  blob not null unique,
  by_id      text not null references users (id),
  room_id    text,
  uses_left  integer,
  expires_at text,
  created_at text not null,
  over_at    text
) strict, without rowid;
create index invites_by_maker on invites (by_id);

create table blocks (
  user_id    text not null references users (id),
  blocked_id text not null references users (id),
  primary key (user_id, blocked_id)
) strict, without rowid;
create unique index rooms_by_direct_key on rooms (direct_key) where direct_key is not null;
create unique index open_rooms_by_look on rooms (look) where kind = 'open' and is_archived = 0 and deleted_at is null;
create index deleted_rooms on rooms (deleted_at) where deleted_at is not null;

create table former_slugs (
  slug    text primary key,
  room_id text not null
) strict, without rowid;
create index former_slugs_by_room on former_slugs (room_id);

create table kept_out (
  room_id text not null,
  user_id text not null,
  until   text not null,
  primary key (room_id, user_id)
) strict, without rowid;

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
  until   text
) strict, without rowid;

create table banned_networks (
  network text not null,
  user_id text not null references bans (user_id) on delete cascade,
  primary key (network, user_id)
) strict, without rowid;
create index banned_networks_by_user on banned_networks (user_id);

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

create table removed_messages (
  removal_id    text not null references removals (id),
  room_id       text not null,
  seq           integer not null,
  rev           integer not null,
  body          text not null,
  reactions     text not null,
  mentions      text not null,
  mentions_room integer not null,
  versions      text not null default '[]',
  reacted       text not null default '[]',
  files         text not null default '[]',
  previews      text not null default '[]'
) strict;
create unique index removed_messages_by_removal on removed_messages (removal_id, room_id, seq);

create table audit (
  id        integer primary key autoincrement,
  at        text not null,
  by_id     text,
  act       text not null,
  user_id   text,
  room_id   text,
  room_name text,
  was_open  integer,
  seq       integer,
  details   text not null,
  by_name   text,
  by_kind   text,
  user_name text,
  user_kind text
) strict;
create index audit_by_room on audit (room_id, id);
create index pinned_messages on messages (room_id, pinned_at) where pinned_at is not null;

create table versions (
  room_id text not null,
  seq     integer not null,
  body    text not null,
  at      text not null
) strict;
create index versions_by_message on versions (room_id, seq);

create table saved (
  id       integer primary key,
  user_id  text not null,
  room_id  text not null,
  seq      integer not null,
  saved_at text not null
) strict;
create unique index saved_by_message on saved (user_id, room_id, seq);
create index saved_by_user on saved (user_id, id);
create index saved_by_room on saved (room_id);

create table replies (
  user_id   text not null,
  room_id   text not null,
  seq       integer not null,
  author_id text not null,
  primary key (user_id, room_id, seq)
) strict, without rowid;
create index replies_by_message on replies (room_id, seq);
create index blocks_by_blocked on blocks (blocked_id);
create index removed_messages_by_message on removed_messages (room_id, seq);

create table erasures (
  user_id         text primary key references users (id),
  after_client_id text not null
) strict, without rowid;
create index open_rooms_by_name on rooms (is_archived, name_key, id) where kind = 'open' and deleted_at is null;
create index audit_for_all on audit (id) where room_id is null or was_open = 1;
create index audit_by_actor on audit (by_id, id);

create table reports (
  id          text primary key,
  room_id     text not null,
  seq         integer not null,
  by_id       text not null references users (id),
  network     text not null,
  author_id   text not null references users (id),
  author_name text not null,
  body        text not null,
  at          text not null
) strict, without rowid;
create unique index reports_by_message on reports (room_id, seq);
create index reports_by_person on reports (by_id);
create index reports_by_network on reports (network);

create table reporters (
  report_id text not null references reports (id) on delete cascade,
  by_id     text not null references users (id),
  by_name   text not null,
  network   text not null,
  reason    text not null,
  body      text,
  at        text not null,
  primary key (report_id, by_id)
) strict, without rowid;

create table reactions (
  id      integer primary key autoincrement,
  room_id text not null,
  seq     integer not null,
  emoji   text not null,
  user_id text not null
) strict;
create unique index reactions_by_message on reactions (room_id, seq, emoji, user_id);
create index reactions_in_order on reactions (room_id, seq, emoji, id);
create index requests_by_user on memberships (user_id, joined_at) where requested_by is not null;

create table declined_requests (
  user_id text not null,
  by_id   text not null,
  network text not null,
  at      text not null,
  primary key (user_id, by_id)
) strict, without rowid;
create index declined_requests_by_time on declined_requests (at);

create table made_from_networks (
  network text not null,
  kind    text not null check (kind in ('room', 'request')),
  at      text not null
) strict;
create index made_from_networks_by_network on made_from_networks (network, kind, at);
create index made_from_networks_by_time on made_from_networks (at);
create index users_in_directory on users (case when kind = 'guest' then 1 else 0 end, name_key, id) where left_at is null;

create table preferences (
  user_id text primary key,
  value   text not null
) strict, without rowid;

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

create table chat_picture (
  hash  text primary key,
  type  text not null,
  bytes blob not null
) strict;

create table turns (
  room_id text not null,
  user_id text not null,
  at      integer not null,
  primary key (room_id, user_id)
) strict, without rowid;
create index turns_by_time on turns (at);

create table limits (
  key     text primary key,
  idle_at integer not null
) strict, without rowid;
create index limits_by_time on limits (idle_at);

create table nodes (
  id       text primary key,
  settings text not null,
  seen_at  integer not null
) strict, without rowid;

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
  removal_id text,
  details    text
) strict, without rowid;
create index files_by_message on files (room_id, seq);
create index files_by_owner on files (owner_id, created_at);
create index unused_files on files (created_at) where room_id is null;
create index removed_files on files (removal_id) where removal_id is not null;

create table file_forms (
  file_id text not null references files (id) on delete cascade,
  form    text not null check (form in ('original', 'view', 'thumbnail', 'poster')),
  hash    text not null,
  type    text not null,
  size    integer not null,
  primary key (file_id, form)
) strict, without rowid;
create index file_forms_by_hash on file_forms (hash);

create table contents (
  hash       text primary key,
  size       integer not null,
  used_at    text not null,
  is_leaving integer not null default 0
) strict, without rowid;
create index contents_by_use on contents (used_at);

create table upload_days (
  holder text not null,
  day    text not null,
  bytes  integer not null,
  primary key (holder, day)
) strict, without rowid;
create index upload_days_by_day on upload_days (day);

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

create table pages (
  address    text primary key,
  preview    text,
  is_read    integer not null,
  good_until integer not null
) strict, without rowid;
create index pages_by_time on pages (good_until);

create table preview_pictures (
  room_id text not null,
  seq     integer not null,
  hash    text not null,
  primary key (room_id, seq, hash)
) strict, without rowid;
create index preview_pictures_by_hash on preview_pictures (hash);

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
create index files_by_kind on files (room_id, (case when facts like '%"type":"image/%' then 'image' when facts like '%"type":"video/%' then 'video' when facts like '%"type":"audio/%' then 'audio' else 'other' end), seq) where removal_id is null;
create index messages_with_links on messages (room_id, seq) where body like '%://%' or lower(body) like '%www.%';

create table custom_emoji (
  name     text primary key,
  picture  text not null,
  still    text,
  by_id    text not null references users (id),
  added_at text not null
) strict, without rowid;
create index custom_emoji_by_picture on custom_emoji (picture);
create index custom_emoji_by_still on custom_emoji (still) where still is not null;

create table notify_settings (
  user_id text primary key,
  value   text not null
) strict, without rowid;

create table push_subscriptions (
  session_id text primary key references sessions (id) on delete cascade,
  user_id    text not null,
  endpoint   text not null,
  public_key text not null,
  secret     text not null,
  language   text not null default '',
  made_at    text not null
) strict, without rowid;
create index push_subscriptions_by_user on push_subscriptions (user_id);
create unique index push_subscriptions_by_endpoint on push_subscriptions (endpoint);

create table mail_addresses (
  user_id      text primary key references users (id),
  address      text,
  mailbox      text,
  wanted       text,
  language     text not null,
  bounces      integer not null default 0,
  unusable_at  text,
  missed_after integer not null default 0,
  weekly       integer not null default 0,
  weekly_at    text,
  asked_at     integer not null default 0
) strict, without rowid;
create index mail_addresses_by_mailbox on mail_addresses (mailbox) where mailbox is not null;

create table mails (
  id      text primary key,
  purpose text not null check (purpose in ('confirm', 'changed', 'sign_in', 'password', 'missed', 'weekly')),
  user_id text,
  room_id text not null default '',
  address text not null default '',
  asked   text not null default '',
  made_at integer not null,
  due_at  integer not null,
  tries   integer not null default 0
) strict, without rowid;
create index mails_by_time on mails (due_at);
create unique index mails_by_reader on mails (user_id, purpose, room_id, address) where user_id is not null;

create table mail_codes (
  code_hash  blob primary key,
  user_id    text not null references users (id),
  purpose    text not null check (purpose in ('confirm', 'password')),
  address    text not null,
  expires_at text not null
) strict, without rowid;
create index mail_codes_by_user on mail_codes (user_id);

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

create table noted (
  room_id text primary key,
  seq     integer not null
) strict, without rowid;

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
create index notices_by_room on notices (room_id);
