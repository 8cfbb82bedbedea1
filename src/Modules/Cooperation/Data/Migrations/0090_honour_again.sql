-- An honour that was taken back does not stand in the way of the same one given again.
alter table cooperation.honour drop constraint honour_once;
create unique index honour_once on cooperation.honour (cluster_id, party_id, year, name) where withdrawn_at is null;
