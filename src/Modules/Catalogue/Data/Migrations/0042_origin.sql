-- Which record elsewhere an object was made of: by it the next import or harvest finds the object again.
create table catalogue.origin (
    institution_id uuid not null,
    source text not null,
    foreign_id text not null,
    object_id uuid not null,
    primary key (institution_id, source, foreign_id),
    foreign key (institution_id, object_id) references catalogue.object (institution_id, id)
);
create index origin_of_object on catalogue.origin (institution_id, object_id);
