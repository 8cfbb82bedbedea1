create schema catalogue;

-- Who may see something: interned, so that every query compares one number. Rows are never changed.
create table catalogue.audience (
    id int generated always as identity primary key,
    level text not null constraint audience_level check (level in ('Public', 'Members', 'Named', 'Association', 'Staff')),
    institution_id uuid references members.party (id),
    parties uuid[] not null default '{}',
    constraint audience_of_one check ((institution_id is null) = (level in ('Public', 'Members'))),
    constraint audience_named check ((level = 'Named') = (cardinality(parties) > 0)),
    constraint audience_once unique nulls not distinct (level, institution_id, parties)
);
insert into catalogue.audience (level) values ('Public'), ('Members');

create table catalogue.object (
    institution_id uuid not null references members.party (id),
    id uuid not null,
    serial int generated always as identity,
    profile text not null,
    number text,
    number_key text,
    state text not null constraint object_state check (state in ('Draft', 'Review', 'Published', 'Binned', 'Gone')),
    level text not null constraint object_level check (level in ('Public', 'Members', 'Named', 'Association', 'Staff')),
    named uuid[] not null default '{}',
    opens_on date,
    closes_on date,
    shown_to int not null references catalogue.audience (id),
    record jsonb not null,
    field_levels jsonb,
    sample boolean not null default false,
    version int not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    changed_in xid8 not null default pg_current_xact_id(),
    primary key (institution_id, id),
    constraint object_serial unique (institution_id, serial),
    constraint object_named check ((level = 'Named') = (cardinality(named) > 0)),
    constraint object_window check (opens_on is null or closes_on is null or opens_on <= closes_on),
    constraint object_number_folded check ((number is null) = (number_key is null)),
    constraint object_gone_is_empty check (state <> 'Gone' or record = '{}')
);
-- One register number, one object; what lies in the bin has given its number back.
create unique index object_number_once on catalogue.object (institution_id, number_key)
    where number_key is not null and state not in ('Binned', 'Gone');
create index object_by_change on catalogue.object (changed_in);
create index object_by_window on catalogue.object (least(opens_on, closes_on)) where opens_on is not null or closes_on is not null;
create index object_by_state on catalogue.object (institution_id, state, changed_at desc);
