-- One row for each reported message, and one for each user who reported it.
alter table reports rename to each_report;
drop index reports_by_message;

create table reports (
  id          text primary key,
  room_id     text not null,
  seq         integer not null,
  -- The first user who reported it, and that user's network: a person or a network may not fill the list.
  by_id       text not null references users (id),
  network     text not null,
  author_id   text not null references users (id),
  -- The author's name, and the body of the message, at the time of the first report.
  author_name text not null,
  body        text not null,
  at          text not null
) strict, without rowid;
create unique index reports_by_message on reports (room_id, seq);
create index reports_by_person on reports (by_id);
create index reports_by_network on reports (network);

create table reporters (
  report_id text not null references reports (id) on delete cascade,
  by_id     text not null references users (id),
  by_name   text not null,
  network   text not null,
  reason    text not null,
  -- The body that this user reported, if the message was edited after the first report.
  body      text,
  at        text not null,
  primary key (report_id, by_id)
) strict, without rowid;

insert into reports (id, room_id, seq, by_id, network, author_id, author_name, body, at)
select id, room_id, seq, by_id, '', author_id, author_name, body, at from each_report e
where not exists (
  select 1 from each_report f where f.room_id = e.room_id and f.seq = e.seq and (f.at, f.id) < (e.at, e.id)
);

insert into reporters (report_id, by_id, by_name, network, reason, body, at)
select r.id, e.by_id, e.by_name, '', e.reason, nullif(e.body, r.body), e.at
from each_report e join reports r on r.room_id = e.room_id and r.seq = e.seq;

drop table each_report;

-- All users who reacted. The message itself carries only the first of them, and their number.
create table reactions (
  -- In the order in which they reacted.
  id      integer primary key autoincrement,
  room_id text not null,
  seq     integer not null,
  emoji   text not null,
  user_id text not null
) strict;
create unique index reactions_by_message on reactions (room_id, seq, emoji, user_id);
create index reactions_in_order on reactions (room_id, seq, emoji, id);

insert into reactions (room_id, seq, emoji, user_id)
select m.room_id, m.seq, r.value ->> 'emoji', u.value
from messages m, json_each(m.reactions) r, json_each(r.value, '$.userIds') u
where m.reactions <> '[]' order by m.room_id, m.seq, r.key, u.key;

update messages set reactions = (
  select json_group_array(
    case when json_array_length(r.value, '$.userIds') <= 50 then json(r.value) else json_object(
      'emoji', r.value ->> 'emoji',
      'userIds', (select json_group_array(u.value order by u.key) from json_each(r.value, '$.userIds') u where u.key < 50),
      'count', json_array_length(r.value, '$.userIds')
    ) end order by r.key)
  from json_each(messages.reactions) r
) where reactions <> '[]';

-- Kept with a removed message: each emoji with the users who reacted, in their order.
alter table removed_messages add column reacted text not null default '[]';
update removed_messages set reacted = (
  select json_group_array(json_array(r.value ->> 'emoji', u.value) order by r.key, u.key)
  from json_each(removed_messages.reactions) r, json_each(r.value, '$.userIds') u
) where reactions <> '[]';
update removed_messages set reactions = (
  select json_group_array(
    case when json_array_length(r.value, '$.userIds') <= 50 then json(r.value) else json_object(
      'emoji', r.value ->> 'emoji',
      'userIds', (select json_group_array(u.value order by u.key) from json_each(r.value, '$.userIds') u where u.key < 50),
      'count', json_array_length(r.value, '$.userIds')
    ) end order by r.key)
  from json_each(removed_messages.reactions) r
) where reactions <> '[]';
