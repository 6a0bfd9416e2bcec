-- For each message: the users who block its author.
create index blocks_by_blocked on blocks (blocked_id);
