-- Status and time zone. A status ends at `status_until`, without a write.
alter table users add column status_emoji text not null default '';
alter table users add column status_text  text not null default '';
alter table users add column status_until text;
alter table users add column time_zone    text;
