-- Whether a deleted message may come back, asked where a read mark passes over it.
create index removed_messages_by_message on removed_messages (room_id, seq);
