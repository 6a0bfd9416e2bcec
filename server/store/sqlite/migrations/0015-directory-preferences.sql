-- The directory lists persons before guests, by name.
create index users_in_directory on users (case when kind = 'guest' then 1 else 0 end, name_key, id) where left_at is null;

-- A user's preferences for the page, as JSON: the same on all devices.
create table preferences (
  user_id text primary key,
  value   text not null
) strict, without rowid;
