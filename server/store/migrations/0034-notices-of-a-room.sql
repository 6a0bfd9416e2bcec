-- Notices of a message are taken back when that is deleted.
create index notices_by_room on notices (room_id);
