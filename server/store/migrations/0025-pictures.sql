-- Pictures of people and of rooms: each is the hash of a content. `pictured_at` is when a user's picture changed.
alter table users add column picture text;
alter table users add column pictured_at text;
alter table rooms add column picture text;
create index users_by_picture on users (picture) where picture is not null;
create index users_by_picturing on users (pictured_at) where pictured_at is not null;
create index rooms_by_picture on rooms (picture) where picture is not null;
