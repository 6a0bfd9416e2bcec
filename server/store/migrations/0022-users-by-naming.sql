-- Nodes look for users who were named a moment ago, in case nobody told them.
create index users_by_naming on users (named_at);
