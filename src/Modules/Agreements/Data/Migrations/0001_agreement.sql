create schema agreements;

create sequence agreements.agreement_number;

create table agreements.agreement (
    id uuid primary key,
    number bigint not null default nextval('agreements.agreement_number'),
    template text not null,
    title text not null constraint agreement_title_form check (title = btrim(title) and length(title) between 1 and 120),
    state text not null constraint agreement_state
        check (state in ('Draft', 'OutForSealing', 'PartlySealed', 'InForce', 'Completed', 'Expired', 'EndedEarly', 'Dropped')),
    lead_party_id uuid not null references members.party (id),
    pair_id uuid,
    previous_id uuid references agreements.agreement (id),
    in_force_on date,
    until_on date,
    ended_on date,
    reason_code text,
    reason text,
    check_code text not null constraint agreement_check_code_once unique,
    sample boolean not null default false,
    created_at timestamptz not null,
    state_since timestamptz not null,
    version int not null default 1,
    constraint agreement_not_its_own_renewal check (previous_id <> id),
    constraint agreement_in_force_has_day check (state not in ('InForce', 'Completed', 'Expired', 'EndedEarly') or in_force_on is not null),
    constraint agreement_ended_has_day check ((state in ('Completed', 'Expired', 'EndedEarly')) = (ended_on is not null)),
    constraint agreement_early_has_reason check (state not in ('EndedEarly', 'Dropped') or reason_code is not null)
);
create index agreement_in_order on agreements.agreement (state_since desc, id);
create unique index agreement_renewed_once on agreements.agreement (previous_id) where state <> 'Dropped';

-- Whoever stood in any text of it: they see it, for ever.
create table agreements.agreement_party (
    agreement_id uuid not null references agreements.agreement (id),
    party_id uuid not null references members.party (id),
    primary key (agreement_id, party_id)
);
create index agreement_party_by_party on agreements.agreement_party (party_id, agreement_id);

create table agreements.agreement_text (
    id uuid primary key,
    agreement_id uuid not null references agreements.agreement (id),
    number int not null constraint agreement_text_number check (number > 0),
    state text not null constraint agreement_text_state check (state in ('Draft', 'OutForSealing', 'PartlySealed', 'Sealed', 'Rejected', 'TakenBack', 'Dropped')),
    body text not null constraint agreement_text_length check (length(body) <= 400000),
    hash text not null constraint agreement_text_hash_form check (hash ~ '^[0-9a-f]{64}$'),
    amends int,
    why text not null default '',
    made_at timestamptz not null,
    made_by text not null,
    seal_by date,
    sealed_on date,
    returned_by uuid references members.party (id),
    returned_why text,
    version int not null default 1,
    constraint agreement_text_once unique (agreement_id, number),
    constraint agreement_text_returned_why check (state <> 'Rejected' or returned_why is not null),
    constraint agreement_text_sealed_on check ((state = 'Sealed') = (sealed_on is not null))
);
-- One text at a time is written or out for sealing.
create unique index agreement_text_one_open on agreements.agreement_text (agreement_id) where state in ('Draft', 'OutForSealing', 'PartlySealed');

-- What was once shown to be sealed never changes again, whatever a program does.
create function agreements.keep_text() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (old.state <> 'Draft' and (new.body, new.hash, new.number, new.agreement_id) is distinct from (old.body, old.hash, old.number, old.agreement_id)) then
        raise exception 'a text that was out for sealing is not changed' using errcode = 'check_violation', constraint = 'agreement_text_is_kept';
    end if;
    return new;
end $$;
create trigger keep_text before update or delete on agreements.agreement_text for each row execute function agreements.keep_text();

create table agreements.scan (
    id uuid primary key,
    agreement_id uuid not null references agreements.agreement (id),
    name text not null,
    media_type text not null,
    content bytea not null constraint scan_size check (octet_length(content) between 1 and 10485760),
    sha256 text not null,
    at timestamptz not null
);

-- An institution's own key for electronic seals; the private half is sealed by the program's key ring.
create table agreements.seal_key (
    id uuid primary key,
    party_id uuid not null references members.party (id),
    public_key bytea not null,
    private_key bytea not null,
    made_at timestamptz not null,
    retired_at timestamptz
);
create unique index seal_key_one_in_use on agreements.seal_key (party_id) where retired_at is null;

create table agreements.seal (
    text_id uuid not null references agreements.agreement_text (id),
    party_id uuid not null references members.party (id),
    kind text not null constraint seal_kind check (kind in ('Paper', 'Electronic')),
    hash text not null,
    signer text not null constraint seal_signer_form check (signer = btrim(signer) and length(signer) between 1 and 60),
    signed_on date not null,
    at timestamptz not null,
    by_name text not null,
    scan_id uuid references agreements.scan (id),
    key_id uuid references agreements.seal_key (id),
    signature bytea,
    primary key (text_id, party_id),
    constraint seal_has_its_proof check ((kind = 'Paper') = (scan_id is not null) and (kind = 'Electronic') = (signature is not null and key_id is not null))
);
create function agreements.keep_seal() returns trigger language plpgsql as $$
begin
    raise exception 'a seal is not changed' using errcode = 'check_violation', constraint = 'seal_is_kept';
end $$;
create trigger keep_seal before update or delete on agreements.seal for each row execute function agreements.keep_seal();

-- Pairs of adopted rounds, which an agreement is begun from.
create table agreements.pair (
    id uuid primary key,
    round_code text not null,
    cluster_id uuid not null references members.party (id),
    leader_id uuid not null references members.party (id),
    museum_id uuid not null references members.party (id),
    adopted_at timestamptz not null,
    constraint pair_once unique (round_code, museum_id)
);
create index pair_by_leader on agreements.pair (leader_id);
create index pair_by_museum on agreements.pair (museum_id);
alter table agreements.agreement add constraint agreement_of_pair foreign key (pair_id) references agreements.pair (id);
create index agreement_by_pair on agreements.agreement (pair_id);

-- What became of each task.
create table agreements.work_taken (
    agreement_id uuid not null references agreements.agreement (id),
    code text not null,
    cooperation_id uuid,
    why text,
    at timestamptz not null,
    primary key (agreement_id, code)
);
