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
    entry_id uuid,
    at timestamptz not null,
    by_name text not null,
    constraint decision_of_entry foreign key (application_id, entry_id) references funds.entry (application_id, id),
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
    constraint report_in_application unique (application_id, id),
    constraint report_returned_why check (state <> 'Returned' or reason_code is not null)
);
create unique index report_one_open on funds.report (application_id) where state = 'In';

-- Evidence: seen by the parties concerned and the association.
create table funds.file (
    id uuid primary key,
    fund_id uuid not null references funds.fund (id),
    application_id uuid,
    donation_id uuid,
    report_id uuid,
    entry_id uuid,
    name text not null,
    media_type text not null,
    content bytea not null constraint file_size check (octet_length(content) between 1 and 10485760),
    sha256 text not null,
    at timestamptz not null,
    by_name text not null,
    constraint file_of_one_thing check (num_nonnulls(application_id, donation_id) = 1 and (report_id is null or application_id is not null)),
    -- What it lies beside is of the same fund, the same application, the same donation.
    constraint file_of_application foreign key (fund_id, application_id) references funds.application (fund_id, id),
    constraint file_of_donation foreign key (fund_id, donation_id) references funds.donation (fund_id, id),
    constraint file_of_report foreign key (application_id, report_id) references funds.report (application_id, id),
    constraint file_of_entry foreign key (fund_id, entry_id) references funds.entry (fund_id, id),
    constraint file_of_application_entry foreign key (application_id, entry_id) references funds.entry (application_id, id),
    constraint file_of_donation_entry foreign key (donation_id, entry_id) references funds.entry (donation_id, id)
);
create index file_by_application on funds.file (application_id);
create index file_by_donation on funds.file (donation_id);

-- What was asked and promised is not rewritten; states move.
create function funds.keep_application() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.fund_id, new.number, new.applicant_id, new.beneficiary_id, new.use_code, new.asked, new.title, new.purpose,
            new.submitted_on, new.of_kind, new.of_id, new.of_title, new.of_href, new.once)
        is distinct from (old.fund_id, old.number, old.applicant_id, old.beneficiary_id, old.use_code, old.asked, old.title, old.purpose,
            old.submitted_on, old.of_kind, old.of_id, old.of_title, old.of_href, old.once) then
        perform funds.refuse('application_is_kept', old.id::text);
    end if;
    return new;
end $$;
create trigger keep_application before update or delete on funds.application for each row execute function funds.keep_application();

create function funds.keep_donation() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.fund_id, new.number, new.donor_party_id, new.donor_name, new.use_code, new.amount, new.pledged_on, new.once)
        is distinct from (old.fund_id, old.number, old.donor_party_id, old.donor_name, old.use_code, old.amount, old.pledged_on, old.once) then
        perform funds.refuse('donation_is_kept', old.id::text);
    end if;
    return new;
end $$;
create trigger keep_donation before update or delete on funds.donation for each row execute function funds.keep_donation();

create trigger keep_decision before update or delete on funds.decision for each row execute function funds.keep_ledger();
create trigger keep_file before update or delete on funds.file for each row execute function funds.keep_ledger();

-- What a recipient said stays as he said it; only what became of it moves.
create function funds.keep_report() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.application_id, new.number, new.used, new.words, new.handed_on, new.at, new.by_name)
        is distinct from (old.application_id, old.number, old.used, old.words, old.handed_on, old.at, old.by_name) then
        perform funds.refuse('report_is_kept', old.id::text);
    end if;
    return new;
end $$;
create trigger keep_report before update or delete on funds.report for each row execute function funds.keep_report();

-- Who gave, gave for this name, purpose and rule; its entries are only counted on.
create function funds.keep_fund() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.cluster_id, new.number, new.name, new.purpose, new.rule_document, new.unit, new.opened_on)
        is distinct from (old.cluster_id, old.number, old.name, old.purpose, old.rule_document, old.unit, old.opened_on)
        or new.entries not in (old.entries, old.entries + 1) then
        perform funds.refuse('fund_is_kept', old.id::text);
    end if;
    return new;
end $$;
create trigger keep_fund before update or delete on funds.fund for each row execute function funds.keep_fund();
create trigger keep_use before update or delete on funds.fund_use for each row execute function funds.keep_ledger();

create trigger keep_whole_funds before truncate on funds.fund for each statement execute function funds.keep_ledger();
create trigger keep_whole_uses before truncate on funds.fund_use for each statement execute function funds.keep_ledger();
create trigger keep_whole_donations before truncate on funds.donation for each statement execute function funds.keep_ledger();
create trigger keep_whole_applications before truncate on funds.application for each statement execute function funds.keep_ledger();
create trigger keep_whole_decisions before truncate on funds.decision for each statement execute function funds.keep_ledger();
create trigger keep_whole_reports before truncate on funds.report for each statement execute function funds.keep_ledger();
create trigger keep_whole_files before truncate on funds.file for each statement execute function funds.keep_ledger();
