-- Who blocks somebody, asked with each message.
create index blocks_by_blocked on blocks (blocked_id);
