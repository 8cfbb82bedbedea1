-- A pairing round of a cluster (requirements P04–P08, N08): its states, and the charter version it is bound to from opening on.
create table exchange.round (
    id uuid primary key,
    code text not null constraint round_code_once unique constraint round_code_form check (code ~ '^[A-Za-z0-9-]{1,48}$'),
    cluster_id uuid not null references members.party (id),
    name text not null constraint round_name_form check (name = btrim(name) and length(name) between 1 and 120),
    themes text[] not null default '{}' constraint round_themes_few check (cardinality(themes) <= 20),
    entry_until date not null,
    charter_version_id uuid not null,
    charter_number int not null,
    rules_hash text not null,
    rules text not null,
    state text not null default 'Open' constraint round_state check (state in ('Open', 'Frozen', 'Computed', 'Shown', 'Adjusted', 'Adopted',
        'InForce', 'Superseded', 'Abandoned')),
    mode text constraint round_mode check (mode in ('Optimal', 'Stable', 'MaxMin')),
    mode_reason text,
    objections_until date,
    computation_id uuid,
    adoption_reason text,
    adopted_at timestamptz,
    in_force_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    opened_at timestamptz not null,
    sample boolean not null default false,
    version int not null default 1,
    constraint round_frozen_has_computation check (state in ('Open', 'Abandoned') or computation_id is not null),
    constraint round_shown_has_mode check (state not in ('Shown', 'Adopted', 'InForce', 'Superseded')
        or (mode is not null and objections_until is not null)),
    constraint round_adopted_has_reason check (state not in ('Adopted', 'InForce', 'Superseded')
        or (adopted_at is not null and length(btrim(adoption_reason)) > 0)),
    constraint round_ended_has_reason check (state <> 'Abandoned' or length(btrim(end_reason)) > 0)
);
create unique index round_one_running on exchange.round (cluster_id) where state in ('Open', 'Frozen', 'Computed', 'Shown', 'Adjusted');
create unique index round_one_in_force on exchange.round (cluster_id) where state = 'InForce';
create index round_of_cluster on exchange.round (cluster_id, opened_at desc);

-- What an institution says for one round. A museum need not enter: its confirmed needs enter it. Domain strengths: eight, in the fixed order.
create table exchange.round_entry (
    id uuid primary key,
    round_id uuid not null references exchange.round (id),
    party_id uuid not null references members.party (id),
    part text not null constraint entry_part check (part in ('Leader', 'Receiver')),
    takes_part boolean not null default true,
    places int constraint entry_places check (places between 0 and 1000),
    reason text,
    strengths int[] constraint entry_strengths check (cardinality(strengths) = 8 and 0 <= all (strengths) and 5 >= all (strengths)),
    theme text,
    wishes uuid[] not null default '{}' constraint entry_wishes_few check (cardinality(wishes) <= 5),
    entered_at timestamptz not null,
    sample boolean not null default false,
    version int not null default 1,
    constraint entry_once unique (round_id, party_id),
    constraint entry_places_of_leaders check ((part = 'Leader') = (places is not null)),
    constraint entry_strengths_of_leaders check (part = 'Leader' or strengths is null)
);

-- One frozen input and what was computed from it. Texts are canonical JSON, kept to the byte; a recomputation is a new row.
create table exchange.computation (
    id uuid primary key,
    round_id uuid not null references exchange.round (id),
    number int not null constraint computation_number check (number > 0),
    predecessor_id uuid references exchange.computation (id),
    input text not null,
    input_hash text not null constraint computation_input_hash check (input_hash = encode(sha256(convert_to(input, 'UTF8')), 'hex')),
    solver text,
    result text,
    result_hash text constraint computation_result_hash check (result_hash = encode(sha256(convert_to(result, 'UTF8')), 'hex')),
    job_id uuid,
    author text not null,
    person_id uuid,
    frozen_at timestamptz not null,
    computed_at timestamptz,
    version int not null default 1,
    constraint computation_once unique (round_id, number),
    constraint computation_whole check ((result is null) = (result_hash is null) and (result is null) = (computed_at is null)
        and (result is null) = (solver is null))
);
-- Checked at commit: a freeze writes both rows in one transaction, in whichever order.
alter table exchange.round add constraint round_computation foreign key (computation_id) references exchange.computation (id)
    deferrable initially deferred;

create function exchange.keep_computation() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or new.input is distinct from old.input or new.input_hash is distinct from old.input_hash
        or new.round_id is distinct from old.round_id or new.number is distinct from old.number
        or (old.result is not null and (new.result is distinct from old.result or new.result_hash is distinct from old.result_hash)) then
        raise exception 'a frozen input and its result are never changed' using errcode = 'restrict_violation', constraint = 'computation_frozen';
    end if;
    return new;
end
$$;
create trigger computation_frozen before update or delete on exchange.computation
    for each row execute function exchange.keep_computation();

-- What people decide over the computation: a lock or an exclusion (until it expires, in later rounds of the cluster too), or a leader's
-- places in this round. Always with author, mandate and reason.
create table exchange.adjustment (
    id uuid primary key,
    cluster_id uuid not null references members.party (id),
    round_id uuid not null references exchange.round (id),
    kind text not null constraint adjustment_kind check (kind in ('Lock', 'Exclusion', 'Places')),
    leader_id uuid not null references members.party (id),
    museum_id uuid references members.party (id),
    places int constraint adjustment_places check (places between 0 and 1000),
    reason text not null constraint adjustment_has_reason check (length(btrim(reason)) between 1 and 1000),
    expires_on date,
    objection_id uuid,
    author text not null,
    office text not null,
    person_id uuid,
    mandate_id uuid,
    made_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawal_reason text,
    version int not null default 1,
    constraint adjustment_names_a_pair check ((kind = 'Places') = (museum_id is null) and (kind = 'Places') = (places is not null)),
    constraint adjustment_expires check (kind = 'Places' or expires_on is not null),
    constraint adjustment_withdrawal_has_reason check ((withdrawn_at is null) = (withdrawal_reason is null))
);
create index adjustment_of_cluster on exchange.adjustment (cluster_id, made_at);

create table exchange.objection (
    id uuid primary key,
    round_id uuid not null references exchange.round (id),
    computation_id uuid not null references exchange.computation (id),
    party_id uuid not null references members.party (id),
    author text not null,
    reason_code text not null,
    text text not null constraint objection_length check (length(btrim(text)) between 1 and 4000),
    raised_at timestamptz not null,
    outcome text constraint objection_outcome check (outcome in ('Upheld', 'PartlyUpheld', 'Dismissed', 'Withdrawn')),
    answer text,
    answered_by text,
    answered_at timestamptz,
    version int not null default 1,
    constraint objection_answer_whole check ((outcome is null) = (answered_at is null)
        and (outcome is null or outcome = 'Withdrawn' or length(btrim(answer)) > 0))
);
create index objection_of_round on exchange.objection (round_id, raised_at);
alter table exchange.adjustment add constraint adjustment_objection foreign key (objection_id) references exchange.objection (id);

-- The adopted result, a row for each museum that was entered; later rounds read from here who was helped and who waits.
create table exchange.round_outcome (
    round_id uuid not null references exchange.round (id),
    museum_id uuid not null references members.party (id),
    leader_id uuid references members.party (id),
    tier int not null constraint outcome_tier check (tier between 0 and 2),
    score int constraint outcome_score check (score between 0 and 1000),
    constraint round_outcome_once primary key (round_id, museum_id),
    constraint outcome_pair_has_score check ((leader_id is null) = (score is null))
);
create index outcome_of_museum on exchange.round_outcome (museum_id);
create index outcome_of_leader on exchange.round_outcome (leader_id) where leader_id is not null;
