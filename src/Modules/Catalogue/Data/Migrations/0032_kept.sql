-- What a reader keeps: searches, and sets of objects of several members. What a set holds is shown to each reader as far as he may see it.
create table catalogue.saved_search (
    id uuid primary key,
    person_id uuid not null,
    name text not null constraint saved_search_named check (char_length(name) between 1 and 80),
    query text not null constraint saved_search_short check (char_length(query) <= 4000),
    created_at timestamptz not null
);
create index saved_search_of on catalogue.saved_search (person_id, created_at);

create table catalogue.object_set (
    id uuid primary key,
    person_id uuid not null,
    -- In whose name it is published; null while it is private.
    party_id uuid references members.party (id),
    -- A person's favourites are a set of their own, made with the first.
    favourites boolean not null default false,
    title text not null constraint object_set_titled check (char_length(title) between 1 and 120),
    text text not null default '' constraint object_set_short check (char_length(text) <= 4000),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    constraint object_set_favourites_private check (not (favourites and party_id is not null))
);
create unique index object_set_favourites on catalogue.object_set (person_id) where favourites;
create index object_set_of on catalogue.object_set (person_id);
create index object_set_public on catalogue.object_set (changed_at desc) where party_id is not null;

create table catalogue.set_item (
    set_id uuid not null references catalogue.object_set (id) on delete cascade,
    institution_id uuid not null,
    object_id uuid not null,
    place int not null,
    primary key (set_id, institution_id, object_id),
    foreign key (institution_id, object_id) references catalogue.object (institution_id, id)
);
