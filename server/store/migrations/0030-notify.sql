-- When and of what each person wants to be told, as JSON, and where their browsers can be told.
create table notify_settings (
  user_id text primary key,
  value   text not null
) strict, without rowid;

-- It belongs to a session and ends with it.
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
