-- The pictures that previews of messages show. A picture that a removal keeps for undo stays here.
create table preview_pictures (
  room_id text not null,
  seq     integer not null,
  hash    text not null,
  primary key (room_id, seq, hash)
) strict, without rowid;
create index preview_pictures_by_hash on preview_pictures (hash);
