-- Emoji that people add: each is a name, and the hash of a content. `still` is the same picture without its motion.
create table custom_emoji (
  name     text primary key,
  picture  text not null,
  still    text,
  by_id    text not null references users (id),
  added_at text not null
) strict, without rowid;
create index custom_emoji_by_picture on custom_emoji (picture);
create index custom_emoji_by_still on custom_emoji (still) where still is not null;
