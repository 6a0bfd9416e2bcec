-- The chat's own picture: one row at most, named by its content.
create table chat_picture (
  hash  text primary key,
  type  text not null,
  bytes blob not null
) strict;
