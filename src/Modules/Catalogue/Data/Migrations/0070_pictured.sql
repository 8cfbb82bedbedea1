-- Objects of which Media has an image to show. Records may say on their own that there is one.
create table catalogue.pictured (
    institution_id uuid not null,
    id uuid not null,
    primary key (institution_id, id),
    foreign key (institution_id, id) references catalogue.object (institution_id, id)
);
