-- What the search needs of a record, in one narrow row that is written with it.

-- Values that results are narrowed by, interned: owner, category, period, material, grade, rights. Rows are never changed.
create table catalogue.facet_value (
    id int generated always as identity primary key,
    facet text not null,
    code text not null,
    constraint facet_value_once unique (facet, code)
);

create table catalogue.find (
    institution_id uuid not null,
    id uuid not null,
    serial int not null,
    -- 0: nobody meets it in a search (bin, tombstone).
    shown_to int not null,
    owner int not null,
    category int not null,
    period int not null,
    material int not null,
    grade int not null,
    rights int not null,
    -- Level of each value above and of the counts, three bits each; named: audience of the parties that the record names.
    hides int not null,
    named int not null,
    pieces int not null,
    actual int not null,
    year_from smallint,
    year_to smallint,
    quality smallint not null,
    image boolean not null,
    changed_in xid8 not null default pg_current_xact_id(),
    terms tsvector not null,
    primary key (institution_id, id)
);
create index find_by_change on catalogue.find (changed_in);
create index find_terms on catalogue.find using gin (terms);
