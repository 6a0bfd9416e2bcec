-- The name of a guest before a person took it, until the guest chooses another one.
alter table users add column lost_name text;
