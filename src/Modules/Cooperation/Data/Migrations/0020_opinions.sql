-- Which of the cooperation's own books a deliverable is taken from, where the program keeps one for it.
alter table cooperation.deliverable add column book text;

-- 病例单: what a museum asks about.
create table cooperation.case_sheet (
    cooperation_id uuid primary key references cooperation.cooperation (id),
    material text not null,
    damages text[] not null constraint case_sheet_damages check (cardinality(damages) between 1 and 16),
    urgency text not null,
    description text not null constraint case_sheet_description check (length(description) between 1 and 4000),
    environment text not null default '' constraint case_sheet_environment check (length(environment) <= 2000),
    question text not null constraint case_sheet_question check (length(question) between 1 and 2000),
    edited_at timestamptz not null,
    edited_by text not null,
    version int not null default 1
);

-- 意见书: one for each task that is to issue one.
create table cooperation.opinion (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    task_id uuid not null references cooperation.task (id),
    state text not null constraint opinion_state check (state in ('Draft', 'Signing', 'Issued')),
    findings text not null default '' constraint opinion_findings check (length(findings) <= 4000),
    causes text not null default '' constraint opinion_causes check (length(causes) <= 4000),
    advice text not null default '' constraint opinion_advice check (length(advice) <= 4000),
    panel text not null default '' constraint opinion_panel check (length(panel) <= 4000),
    body text,
    hash text,
    check_code text not null constraint opinion_check_code unique,
    returned_why text,
    issued_at timestamptz,
    edited_at timestamptz not null,
    edited_by text not null,
    version int not null default 1,
    constraint opinion_once_for_a_task unique (task_id),
    constraint opinion_out_has_its_text check ((state = 'Draft') = (body is null) and (body is null) = (hash is null)),
    constraint opinion_issued_has_its_day check ((state = 'Issued') = (issued_at is not null))
);
create index opinion_by_cooperation on cooperation.opinion (cooperation_id);

create table cooperation.opinion_signature (
    id uuid primary key,
    opinion_id uuid not null references cooperation.opinion (id),
    sort int not null,
    party_id uuid not null references members.party (id),
    name text not null,
    title text not null default '',
    hash text not null,
    signed_at timestamptz,
    by_name text,
    mandate_id uuid,
    void_at timestamptz,
    constraint opinion_signature_is_somebodys check ((signed_at is null) = (by_name is null))
);
create index opinion_signature_by_opinion on cooperation.opinion_signature (opinion_id);
create index opinion_signature_to_give on cooperation.opinion_signature (party_id) where signed_at is null and void_at is null;

-- What experts are shown to sign does not change under their hands; what was issued never does.
create function cooperation.keep_opinion() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (old.state = 'Issued' and new is distinct from old)
        or (old.state = 'Signing' and new.state <> 'Draft' and (new.body, new.hash) is distinct from (old.body, old.hash)) then
        raise exception 'an opinion that was out for signing is not changed' using errcode = 'check_violation', constraint = 'opinion_is_kept';
    end if;
    return new;
end $$;
create trigger keep_opinion before update or delete on cooperation.opinion for each row execute function cooperation.keep_opinion();

-- What became of each piece of advice.
create table cooperation.advice (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    opinion_id uuid not null references cooperation.opinion (id),
    sort int not null,
    words text not null,
    answer text constraint advice_answer check (answer in ('done', 'partly', 'not')),
    note text constraint advice_note check (length(note) <= 1000),
    answered_at timestamptz,
    answered_by text,
    constraint advice_not_done_says_why check (answer is null or answer = 'done' or note is not null)
);
create index advice_by_cooperation on cooperation.advice (cooperation_id, sort);

create table cooperation.case_outcome (
    cooperation_id uuid primary key references cooperation.cooperation (id),
    result text not null constraint case_outcome_result check (result in ('solved', 'better', 'same', 'worse')),
    words text not null constraint case_outcome_words check (length(words) between 1 and 2000),
    seen_on date not null,
    by_name text not null,
    version int not null default 1
);

-- 案例库: what remains of a closed case once names and numbers are taken out.
create table cooperation.case_memory (
    cooperation_id uuid primary key references cooperation.cooperation (id),
    number bigint generated always as identity,
    material text not null,
    damages text[] not null,
    urgency text not null,
    result text,
    description text not null,
    question text not null,
    findings text not null,
    advice text not null,
    outcome text not null,
    terms text[] not null,
    closed_on date not null,
    withdrawn_why text,
    sample boolean not null default false,
    version int not null default 1
);
create index case_memory_by_terms on cooperation.case_memory using gin (terms) where withdrawn_why is null;
create index case_memory_in_order on cooperation.case_memory (closed_on desc, number desc) where withdrawn_why is null;
