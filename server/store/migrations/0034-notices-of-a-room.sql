-- What was told of a message is taken back when that is deleted.
create index notices_by_room on notices (room_id);
