-- Bulk acts: one mechanism for every import and batch edit.
create table platform.bulk_act (
    id uuid primary key,
    kind text not null,
    state text not null constraint bulk_act_state check (state in
        ('Comparing', 'Refused', 'Ready', 'Applying', 'Applied', 'Undoing', 'Undone', 'Discarded')),
    version int not null default 1,
    applied_version int,
    undone_version int,
    person_id uuid,
    actor_name text not null,
    party_id uuid,
    file_name text,
    file_hash text,
    options jsonb not null,
    findings jsonb,
    refusal jsonb,
    reason text,
    undo_reason text,
    job_id uuid,
    created_at timestamptz not null,
    applied_at timestamptz,
    undone_at timestamptz,
    added int not null default 0,
    changed int not null default 0,
    same int not null default 0,
    problems int not null default 0,
    flagged int not null default 0,
    written int not null default 0,
    kept int not null default 0,
    constraint bulk_act_applied_with_reason check (state not in ('Applied', 'Undoing', 'Undone') or (reason is not null and applied_at is not null)),
    constraint bulk_act_undone_with_reason check (state <> 'Undone' or (undo_reason is not null and undone_at is not null))
);
create index bulk_act_by_kind on platform.bulk_act (kind, created_at desc);

-- The file as it came, in pieces, until the act is discarded: comparing can start over on any copy of the program.
create table platform.bulk_file (
    act_id uuid not null references platform.bulk_act (id) on delete cascade,
    part int not null,
    bytes bytea not null,
    primary key (act_id, part)
);
alter table platform.bulk_file alter column bytes set storage external;

create table platform.bulk_row (
    act_id uuid not null references platform.bulk_act (id) on delete cascade,
    number int not null,
    key text not null,
    label text not null,
    sheet text,
    file_row int,
    subject_id uuid,
    state text not null constraint bulk_row_state check (state in ('Added', 'Changed', 'Same', 'Problem')),
    accepted boolean not null,
    flagged boolean not null,
    fields jsonb not null,
    before jsonb,
    findings jsonb,
    outcome text constraint bulk_row_outcome check (outcome in ('Applied', 'Undone', 'PartlyUndone', 'Kept')),
    kept jsonb,
    primary key (act_id, number),
    constraint bulk_row_accepted check (not accepted or state in ('Added', 'Changed'))
);
create index bulk_row_by_state on platform.bulk_row (act_id, state, number);
create index bulk_row_flagged on platform.bulk_row (act_id, number) where flagged;
create index bulk_row_by_subject on platform.bulk_row (subject_id) where outcome is not null;
