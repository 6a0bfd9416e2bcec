-- The server's own name, which its cookie bears: two servers of one host must not sign each other's people out.
insert into meta (key, value) values ('id', lower(hex(randomblob(4))));

-- Users who left and wanted their messages deleted, while some of those are left. They are deleted in slices, by clientId;
-- the row says how far that has come.
create table erasures (
  user_id         text primary key references users (id),
  after_client_id text not null
) strict, without rowid;
