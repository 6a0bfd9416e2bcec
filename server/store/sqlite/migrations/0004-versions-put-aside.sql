-- The earlier versions of a removed message, the oldest first, as JSON. They are restored or deleted with the message.
alter table removed_messages add column versions text not null default '[]';
