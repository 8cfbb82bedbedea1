-- History: append-only. Rows are written by the program, sealed by the database at commit.
create table platform.event (
    id uuid primary key,
    at timestamptz not null,
    person_id uuid,
    actor_name text not null,
    party_id uuid,
    mandate_id uuid,
    action text not null,
    subject_kind text not null,
    subject_id uuid not null,
    owner_id uuid,
    reason_code text,
    reason text,
    before jsonb,
    after jsonb
);
create index event_by_subject on platform.event (subject_id, at desc);
create index event_by_owner on platform.event (owner_id, at desc) where owner_id is not null;
create index event_by_party on platform.event (party_id, at desc) where party_id is not null;

create table platform.event_seal (
    seq bigint primary key,
    event_id uuid not null unique references platform.event (id),
    prev_hash text not null,
    hash text not null
);

-- What the hash covers: every column, in this order, as one JSON array.
create function platform.event_text(e platform.event) returns text language sql stable
    set timezone = 'UTC' set datestyle = 'ISO' as $$
    select jsonb_build_array(e.id, e.at, e.person_id, e.actor_name, e.party_id, e.mandate_id, e.action, e.subject_kind,
        e.subject_id, e.owner_id, e.reason_code, e.reason, e.before, e.after)::text
$$;

-- Runs at commit (deferred), when the transaction waits for nothing else, so that the chain's lock can join no deadlock.
create function platform.seal_event() returns trigger language plpgsql as $$
declare
    last_seq bigint;
    last_hash text;
begin
    perform pg_advisory_xact_lock(7238245);
    select seq, hash into last_seq, last_hash from platform.event_seal order by seq desc limit 1;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, repeat('0', 64));
    insert into platform.event_seal (seq, event_id, prev_hash, hash)
    values (last_seq + 1, new.id, last_hash,
        encode(sha256(convert_to(last_hash || '|' || (last_seq + 1) || '|' || platform.event_text(new), 'UTF8')), 'hex'));
    return null;
end
$$;
create constraint trigger event_sealed after insert on platform.event
    deferrable initially deferred for each row execute function platform.seal_event();

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'history is append-only' using errcode = 'restrict_violation', constraint = 'history_append_only';
end
$$;
create trigger event_append_only before update or delete or truncate on platform.event
    for each statement execute function platform.refuse_change();
create trigger event_seal_append_only before update or delete or truncate on platform.event_seal
    for each statement execute function platform.refuse_change();

-- Outbox: a fact, and its way to each subscriber.
create table platform.announcement (
    id uuid primary key,
    name text not null,
    at timestamptz not null,
    payload jsonb not null
);
create table platform.delivery (
    announcement_id uuid not null references platform.announcement (id),
    subscriber text not null,
    state text not null default 'Waiting' constraint delivery_state check (state in ('Waiting', 'Done', 'Failed')),
    attempts int not null default 0,
    next_at timestamptz not null,
    error text,
    primary key (announcement_id, subscriber)
);
create index delivery_due on platform.delivery (next_at) where state = 'Waiting';

create table platform.job (
    id uuid primary key,
    kind text not null,
    payload jsonb not null,
    subject_id uuid,
    person_id uuid,
    mandate_id uuid,
    created_at timestamptz not null,
    run_after timestamptz not null,
    state text not null default 'Waiting'
        constraint job_state check (state in ('Waiting', 'Running', 'Done', 'Refused', 'Failed', 'Stopped')),
    done bigint not null default 0,
    total bigint not null default 0,
    stage text,
    attempts int not null default 0,
    lease_until timestamptz,
    ended_at timestamptz,
    result jsonb,
    error text,
    stop_asked boolean not null default false
);
create index job_due on platform.job (run_after) where state in ('Waiting', 'Running');
create index job_by_subject on platform.job (subject_id, created_at desc) where subject_id is not null;

create function platform.wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('guanlian_work', tg_table_name);
    return null;
end
$$;
create trigger delivery_wakes after insert on platform.delivery for each statement execute function platform.wake();
create trigger job_wakes after insert on platform.job for each statement execute function platform.wake();

-- Keys that protect cookies and tokens, shared by all copies of the program.
create table platform.data_key (
    name text primary key,
    xml text not null
);
