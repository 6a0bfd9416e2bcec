-- The sender's word for a file beside its name, in JSON: how large a film is, and whether its metadata stays.
alter table files add column details text;
