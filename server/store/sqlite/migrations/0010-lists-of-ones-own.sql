-- A list is read without passing over hidden messages: the time for that would tell of them.
create index open_rooms_by_name on rooms (is_archived, name_key, id) where kind = 'open' and deleted_at is null;
create index audit_for_all on audit (id) where room_id is null or was_open = 1;
create index audit_by_actor on audit (by_id, id);
