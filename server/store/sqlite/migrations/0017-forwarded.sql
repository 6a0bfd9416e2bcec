-- The origin of a forwarded message: room and seq for an open room, else an empty room.
alter table messages add column forwarded_room text;
alter table messages add column forwarded_seq  integer;
