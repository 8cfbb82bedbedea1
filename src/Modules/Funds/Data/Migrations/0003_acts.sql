-- What was decided on an application: the newest counts; an award points at its entry.
create table funds.decision (
    id uuid primary key,
    application_id uuid not null references funds.application (id),
    number int not null constraint decision_number check (number > 0),
    outcome text not null constraint decision_outcome check (outcome in ('Whole', 'Part', 'Refused')),
    amount numeric(14, 2) not null constraint decision_amount check (amount >= 0),
    decided_on date not null,
    document text not null constraint decision_document_form check (length(document) between 1 and 120),
    reason_code text,
    reason text,
    entry_id uuid references funds.entry (id),
    at timestamptz not null,
    by_name text not null,
    constraint decision_once unique (application_id, number),
    constraint decision_has_reason check (outcome = 'Whole' or reason_code is not null),
    constraint decision_books check ((outcome = 'Refused') = (entry_id is null) and (outcome = 'Refused') = (amount = 0))
);

-- What a recipient hands in.
create table funds.report (
    id uuid primary key,
    application_id uuid not null references funds.application (id),
    number int not null constraint report_number check (number > 0),
    used numeric(14, 2) not null constraint report_used check (used >= 0),
    words text not null constraint report_words_form check (length(words) between 1 and 2000),
    handed_on date not null,
    state text not null constraint report_state check (state in ('In', 'Returned', 'Accepted')),
    reason_code text,
    reason text,
    at timestamptz not null,
    by_name text not null,
    version int not null default 1,
    constraint report_once unique (application_id, number),
    constraint report_returned_why check (state <> 'Returned' or reason_code is not null)
);
create unique index report_one_open on funds.report (application_id) where state = 'In';

-- Evidence: seen by the parties concerned and the association.
create table funds.file (
    id uuid primary key,
    fund_id uuid not null references funds.fund (id),
    application_id uuid references funds.application (id),
    donation_id uuid references funds.donation (id),
    report_id uuid references funds.report (id),
    entry_id uuid references funds.entry (id),
    name text not null,
    media_type text not null,
    content bytea not null constraint file_size check (octet_length(content) between 1 and 10485760),
    sha256 text not null,
    at timestamptz not null,
    by_name text not null,
    constraint file_of_one_thing check (num_nonnulls(application_id, donation_id) = 1)
);
create index file_by_application on funds.file (application_id);
create index file_by_donation on funds.file (donation_id);

-- What was asked and promised is not rewritten; states move.
create function funds.keep_application() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.fund_id, new.number, new.applicant_id, new.beneficiary_id, new.use_code, new.asked, new.title, new.purpose, new.submitted_on, new.of_id)
        is distinct from (old.fund_id, old.number, old.applicant_id, old.beneficiary_id, old.use_code, old.asked, old.title, old.purpose, old.submitted_on, old.of_id) then
        perform funds.refuse('application_is_kept', old.id::text);
    end if;
    return new;
end $$;
create trigger keep_application before update or delete on funds.application for each row execute function funds.keep_application();

create function funds.keep_donation() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.fund_id, new.number, new.donor_party_id, new.donor_name, new.use_code, new.amount, new.pledged_on)
        is distinct from (old.fund_id, old.number, old.donor_party_id, old.donor_name, old.use_code, old.amount, old.pledged_on) then
        perform funds.refuse('donation_is_kept', old.id::text);
    end if;
    return new;
end $$;
create trigger keep_donation before update or delete on funds.donation for each row execute function funds.keep_donation();

create trigger keep_decision before update or delete on funds.decision for each row execute function funds.keep_ledger();
create trigger keep_file before update or delete on funds.file for each row execute function funds.keep_ledger();
