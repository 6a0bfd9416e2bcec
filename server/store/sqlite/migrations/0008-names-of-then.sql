-- People's names at the time of an entry, so that moderators know the person after that person has left. Older entries get
-- the name of today.
alter table audit add column by_name text;
alter table audit add column by_kind text;
alter table audit add column user_name text;
alter table audit add column user_kind text;
update audit set
  by_name = (select name from users where id = by_id),
  by_kind = (select kind from users where id = by_id),
  user_name = (select name from users where id = user_id),
  user_kind = (select kind from users where id = user_id);

alter table reports add column by_name text not null default '';
alter table reports add column author_name text not null default '';
update reports set
  by_name = (select name from users where id = by_id),
  author_name = (select name from users where id = author_id);
