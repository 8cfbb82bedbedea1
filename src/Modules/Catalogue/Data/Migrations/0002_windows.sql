-- The few records with an embargo or an end, for the minute's look at what turns today.
drop index catalogue.object_by_window;
create index object_with_window on catalogue.object (institution_id, id)
    where state = 'Published' and (opens_on is not null or closes_on is not null);
