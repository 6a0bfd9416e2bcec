-- The files of a room by their kind, and its messages that may have links, for its list of both.
create index files_by_kind on files (room_id, (case when facts like '%"type":"image/%' then 'image' when facts like '%"type":"video/%' then 'video' when facts like '%"type":"audio/%' then 'audio' else 'other' end), seq) where removal_id is null;
create index messages_with_links on messages (room_id, seq) where body like '%://%' or lower(body) like '%www.%';
