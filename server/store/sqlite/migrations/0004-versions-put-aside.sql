-- What a removed message said before its edits, the oldest first, as JSON: it comes back with the message, and goes with it.
alter table removed_messages add column versions text not null default '[]';
