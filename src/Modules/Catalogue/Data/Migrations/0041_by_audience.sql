-- All records open to a reader, in the order of their ids: API, exports.
create index object_by_audience on catalogue.object (shown_to, institution_id, id);
