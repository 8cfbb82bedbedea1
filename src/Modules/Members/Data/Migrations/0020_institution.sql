-- Institutions: more of today's values on members.party; every value with its dates in members.party_period; the national register's
-- figures edition by edition; road times between divisions.
alter table members.party
    add column finance_class text not null default 'Unknown' constraint party_finance_class
        check (finance_class in ('Unknown', 'PublicFirst', 'PublicSecond', 'NonState', 'Enterprise')),
    add column address text,
    add column website text,
    add column phone text,
    add column contact_name text,
    add column contact_phone text,
    add column contact_email text,
    add column capabilities text[] not null default '{}',
    -- Whether the point is that of the division or was given for the house itself.
    add column point_basis text constraint party_point_basis check (point_basis in ('Division', 'Given')),
    -- What a search looks through: names present and past, code and English name in lower case; and how the Chinese names sound
    -- (see Directory/Sounds.cs). Written together with the names.
    add column search_names text not null default '',
    add column search_sounds text not null default '',
    add constraint party_division_form check (division_code ~ '^[1-9][0-9]{5}$');
create index party_by_kind on members.party (kind, code);

create extension if not exists btree_gist;

-- One value of one field of a party, from a day (null: since nobody knows when) to the day before another day (null: still).
create table members.party_period (
    id uuid primary key,
    party_id uuid not null references members.party (id),
    field text not null constraint party_period_field check (field ~ '^[a-z-]{2,32}$'),
    value text not null,
    valid_from date,
    valid_to date,
    source text not null,
    recorded_at timestamptz not null,
    recorded_by uuid,
    recorded_name text not null,
    constraint party_period_forward check (valid_to is null or valid_from is null or valid_from < valid_to),
    constraint party_period_one_value_a_day exclude using gist (party_id with =, field with =, daterange(valid_from, valid_to) with &&)
        deferrable initially deferred
);
create index party_period_by_party on members.party_period (party_id, field);

-- The register's figures exactly as published, with what looks wrong about them named beside, never mended.
create table members.register_figure (
    party_id uuid not null references members.party (id),
    edition int not null constraint register_figure_edition check (edition between 1996 and 2100),
    serial int not null constraint register_figure_serial check (serial > 0),
    province text not null,
    name text not null,
    ownership text not null,
    grade text not null,
    free_opening boolean,
    objects int constraint register_figure_objects check (objects >= 0),
    precious_objects int constraint register_figure_precious check (precious_objects >= 0),
    exhibitions int constraint register_figure_exhibitions check (exhibitions >= 0),
    activities int constraint register_figure_activities check (activities >= 0),
    visits_ten_thousand numeric(12, 4) constraint register_figure_visits check (visits_ten_thousand >= 0),
    flags text[] not null default '{}',
    primary key (party_id, edition),
    constraint register_figure_serial_once unique (edition, serial)
);

-- Minutes by road between two divisions, from a table that an association imports.
create table members.road (
    from_division text not null constraint road_from_form check (from_division ~ '^[1-9][0-9]{5}$'),
    to_division text not null constraint road_to_form check (to_division ~ '^[1-9][0-9]{5}$'),
    minutes int not null constraint road_minutes check (minutes between 0 and 10000),
    source text not null,
    primary key (from_division, to_division)
);
