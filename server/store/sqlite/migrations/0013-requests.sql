-- A seat that a stranger gave is a request until it is accepted: the stranger, and the stranger's network.
alter table memberships add column requested_by text;
alter table memberships add column requested_from text;
create index requests_by_user on memberships (user_id, joined_at) where requested_by is not null;

-- A direct room that its user hid until its next message.
alter table memberships add column is_hidden integer not null default 0;

-- Users who declined a request, and who made it: they cannot ask again for a while. The network counts for a day.
create table declined_requests (
  user_id text not null,
  by_id   text not null,
  network text not null,
  at      text not null,
  primary key (user_id, by_id)
) strict, without rowid;
create index declined_requests_by_time on declined_requests (at);

-- Rooms and requests that were made from a network within the last hour.
create table made_from_networks (
  network text not null,
  kind    text not null check (kind in ('room', 'request')),
  at      text not null
) strict;
create index made_from_networks_by_network on made_from_networks (network, kind, at);
create index made_from_networks_by_time on made_from_networks (at);
