-- A party: an institution, or a cluster, which is itself a party. The columns hold today's values; members.party_period (0020) keeps
-- every value with its dates. Other modules' foreign keys point here and nowhere else.
create table members.party (
    id uuid primary key,
    code text not null constraint party_code_once unique constraint party_code_form check (code ~ '^[A-Za-z0-9-]{1,32}$'),
    kind text not null constraint party_kind check (kind in ('Operator', 'Cluster', 'Museum', 'Library', 'Archive', 'School', 'Company',
        'Tourism', 'Community', 'Government', 'InternationalOrganisation', 'SocialOrganisation', 'ResearchInstitute', 'Logistics', 'Media',
        'OtherCulturalInstitution')),
    name text not null constraint party_name_form check (name = btrim(name) and length(name) between 1 and 200),
    name_en text,
    level text not null default 'Unknown' constraint party_level check (level in ('Unknown', 'National', 'Province', 'Prefecture', 'County')),
    grade text not null default 'None' constraint party_grade check (grade in ('None', 'First', 'Second', 'Third')),
    ownership text not null default 'Unknown' constraint party_ownership check (ownership in ('Unknown', 'StateCulture', 'StateOther', 'NonState')),
    division_code text,
    longitude double precision,
    latitude double precision,
    parent_id uuid references members.party (id) constraint party_not_own_parent check (parent_id <> id),
    registered_at timestamptz not null,
    closed_on date,
    version int not null default 1,
    constraint party_point check ((longitude is null) = (latitude is null)
        and (longitude is null or (longitude between -180 and 180 and latitude between -90 and 90)))
);
create index party_by_division on members.party (division_code);
create index party_by_parent on members.party (parent_id) where parent_id is not null;

-- The operator of this installation; administrators hold their mandates for it.
insert into members.party (id, code, kind, name, name_en, registered_at)
values ('00000000-0000-7000-8000-000000000001', 'OPERATOR', 'Operator', '平台运营方', 'Platform operator', now());
