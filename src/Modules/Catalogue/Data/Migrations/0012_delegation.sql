-- A museum hands objects to a helper, who writes proposals; the owner accepts or refuses each.
create table catalogue.delegation (
    institution_id uuid not null references members.party (id),
    id uuid not null,
    helper_id uuid not null references members.party (id),
    from_on date not null,
    to_on date not null,
    fields text[] not null,
    note text,
    given_name text not null,
    given_at timestamptz not null,
    ended_at timestamptz,
    primary key (institution_id, id),
    constraint delegation_dates check (from_on <= to_on),
    constraint delegation_to_another check (helper_id <> institution_id),
    constraint delegation_fields check (cardinality(fields) between 1 and 60)
);
create index delegation_by_helper on catalogue.delegation (helper_id);

create table catalogue.delegation_object (
    institution_id uuid not null,
    delegation_id uuid not null,
    object_id uuid not null,
    primary key (institution_id, delegation_id, object_id),
    foreign key (institution_id, delegation_id) references catalogue.delegation (institution_id, id),
    foreign key (institution_id, object_id) references catalogue.object (institution_id, id)
);

create table catalogue.proposal (
    institution_id uuid not null,
    id uuid not null,
    delegation_id uuid not null,
    object_id uuid not null,
    field text not null,
    -- Canonical texts; null for an empty field.
    value text,
    was text,
    source text not null,
    party_id uuid not null references members.party (id),
    person_id uuid,
    person_name text not null,
    said_at timestamptz not null,
    state text not null constraint proposal_state check (state in ('Open', 'Accepted', 'Refused', 'Replaced')),
    decided_at timestamptz,
    decided_name text,
    reason text,
    primary key (institution_id, id),
    foreign key (institution_id, delegation_id, object_id) references catalogue.delegation_object (institution_id, delegation_id, object_id),
    constraint proposal_decided check ((state in ('Accepted', 'Refused')) = (decided_at is not null)),
    constraint proposal_refused_for_a_reason check (state <> 'Refused' or reason is not null)
);
create unique index proposal_open_once on catalogue.proposal (institution_id, object_id, field, party_id) where state = 'Open';
create index proposal_by_object on catalogue.proposal (institution_id, object_id);
