-- A person acts for a party under a mandate: a role, from a day to a day, given by somebody for a stated reason.
create extension if not exists btree_gist;

create table members.mandate (
    id uuid primary key,
    person_id uuid not null references members.person (id),
    party_id uuid not null references members.party (id),
    role text not null constraint mandate_role check (role in ('administrator', 'secretariat', 'council', 'director', 'coordinator',
        'staff', 'partner')),
    from_on date not null,
    -- The last day; null while no end is foreseen.
    to_on date,
    -- Both null for what the operator gave at the machine itself.
    granted_by uuid references members.person (id),
    granted_under uuid references members.mandate (id),
    granted_at timestamptz not null,
    reason text not null constraint mandate_reason_form check (length(btrim(reason)) between 1 and 500),
    ended_at timestamptz,
    ended_by uuid references members.person (id),
    ended_under uuid references members.mandate (id),
    end_reason text,
    version int not null default 1,
    constraint mandate_dates check (to_on is null or from_on <= to_on),
    constraint mandate_end_has_reason check ((ended_at is null) = (end_reason is null)
        and (end_reason is null or length(btrim(end_reason)) between 1 and 500)),
    constraint mandate_once exclude using gist (person_id with =, party_id with =, role with =, daterange(from_on, to_on, '[]') with &&)
        where (ended_at is null)
);
create index mandate_by_party on members.mandate (party_id);

-- A role says what one does for what kind of party; a party's kind never changes.
create function members.mandate_role_fits() returns trigger language plpgsql as $$
declare
    kind text := (select p.kind from members.party p where p.id = new.party_id);
begin
    if (new.role = 'administrator') <> (kind = 'Operator') or (new.role in ('secretariat', 'council')) <> (kind = 'Cluster') then
        raise exception using errcode = 'check_violation', schema = 'members', table = 'mandate', constraint = 'mandate_role_fits_party',
            message = 'this role cannot be held for a party of this kind';
    end if;
    return new;
end
$$;
create trigger mandate_role_fits before insert or update of role, party_id on members.mandate
    for each row execute function members.mandate_role_fits();

alter table members.session add constraint session_mandate foreign key (mandate_id) references members.mandate (id);
alter table members.account add constraint account_last_mandate foreign key (last_mandate_id) references members.mandate (id);

-- An invitation by link: single use, short-lived, stored as a hash. A link of kind Reset lets a person set a new password.
create table members.invitation (
    id uuid primary key,
    token_hash bytea not null constraint invitation_token_once unique,
    kind text not null constraint invitation_kind check (kind in ('Join', 'Reset')),
    person_id uuid references members.account (person_id),
    name text not null default '' constraint invitation_name_length check (length(name) <= 100),
    email text,
    party_id uuid references members.party (id),
    role text,
    from_on date,
    to_on date,
    reason text not null constraint invitation_reason_form check (length(btrim(reason)) between 1 and 500),
    made_by uuid references members.person (id),
    made_under uuid references members.mandate (id),
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by uuid references members.person (id),
    withdrawn_at timestamptz,
    version int not null default 1,
    constraint invitation_is_whole check (case kind when 'Join' then party_id is not null and role is not null and from_on is not null
        else person_id is not null end)
);
create index invitation_by_party on members.invitation (party_id);
