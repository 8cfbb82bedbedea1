-- A keeper's list of a large collection: which rows a page shows, in whatever order, is read from the index alone.
create index object_of_keeper on catalogue.object (institution_id, state, changed_at desc) include (id, serial, number_key);
drop index catalogue.object_by_state;
