-- The maker of a room; null for the lobby and for rooms that are older than this column.
alter table rooms add column created_by text;
