-- A word can name a person of an institution that the thing concerns, as well as the institution: it is something due for that person alone.
alter table platform.message add column people uuid[] not null default '{}';
