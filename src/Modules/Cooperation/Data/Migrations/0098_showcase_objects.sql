-- Objects that a shown result is about: records of the catalogue, shown with the picture that their museum has published, as long as it is.
create table cooperation.showcase_object (
    showcase_id uuid not null references cooperation.showcase (id),
    institution_id uuid not null references members.party (id),
    object_id uuid not null,
    sort int not null,
    primary key (showcase_id, institution_id, object_id)
);
