-- How an institution's own tables become records: made on screen, kept for the next file.
create table catalogue.mapping (
    institution_id uuid not null references members.party (id),
    id uuid not null,
    title text not null,
    profile text not null,
    columns jsonb not null,
    version int not null,
    changed_at timestamptz not null,
    primary key (institution_id, id),
    constraint mapping_title_once unique (institution_id, title)
);

-- People of a second file, for records that carry only their numbers.
create table catalogue.mapped_person (
    institution_id uuid not null references members.party (id),
    source text not null,
    id text not null,
    person jsonb not null,
    primary key (institution_id, source, id)
);

-- A file that waits until somebody has said what its columns mean; in pieces, so that none is held whole.
create table catalogue.import_file (
    institution_id uuid not null references members.party (id),
    id uuid not null,
    part int not null,
    name text not null,
    bytes bytea not null,
    created_at timestamptz not null,
    primary key (institution_id, id, part)
);
alter table catalogue.import_file alter column bytes set storage external;
create index import_file_by_age on catalogue.import_file (created_at);
