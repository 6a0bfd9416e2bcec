-- The mail addresses of persons. `address` is confirmed; `wanted` waits for that. `mailbox` is the confirmed one in the
-- form in which addresses are compared. `asked_at` is when a link was last mailed.
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

-- Mails that wait to be sent. None has its text yet: that is decided when it is sent. A stranger’s question has no user
-- yet, and what they typed as `asked`.
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

-- Codes of mailed links, as hashes. Those of sign-in links are among the other sign-in codes.
create table mail_codes (
  code_hash  blob primary key,
  user_id    text not null references users (id),
  purpose    text not null check (purpose in ('confirm', 'password')),
  address    text not null,
  expires_at text not null
) strict, without rowid;
create index mail_codes_by_user on mail_codes (user_id);
