create schema funds;

create sequence funds.fund_number;
create sequence funds.application_number;
create sequence funds.donation_number;

create table funds.fund (
    id uuid primary key,
    number bigint not null default nextval('funds.fund_number'),
    cluster_id uuid not null references members.party (id),
    name text not null constraint fund_name_form check (name = btrim(name) and length(name) between 1 and 80),
    purpose text not null constraint fund_purpose_form check (length(purpose) between 1 and 2000),
    rule_document text not null constraint fund_rule_form check (length(rule_document) between 1 and 200),
    unit text not null constraint fund_unit_form check (unit ~ '^[A-Za-z-]{1,12}$'),
    opened_on date not null,
    -- How many entries its ledger has: taking the next number takes the row, so whoever writes to one fund writes one after the other.
    entries bigint not null default 0,
    sample boolean not null default false,
    created_at timestamptz not null,
    version int not null default 1,
    constraint fund_name_once unique (cluster_id, name),
    constraint fund_in_unit unique (id, unit)
);

-- What its money may be spent on: data, so that another fund can name other uses.
create table funds.fund_use (
    fund_id uuid not null references funds.fund (id),
    code text not null constraint fund_use_code_form check (code ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    name_zh text not null constraint fund_use_zh_form check (length(name_zh) between 1 and 40),
    name_en text not null constraint fund_use_en_form check (length(name_en) between 1 and 80),
    sort int not null,
    primary key (fund_id, code)
);

-- What somebody promised to give. What has come in stands in the ledger.
create table funds.donation (
    id uuid primary key,
    number bigint not null default nextval('funds.donation_number'),
    fund_id uuid not null references funds.fund (id),
    donor_party_id uuid references members.party (id),
    donor_name text not null constraint donation_donor_form check (donor_name = btrim(donor_name) and length(donor_name) between 1 and 80),
    anonymous boolean not null,
    use_code text,
    amount numeric(14, 2) not null constraint donation_amount check (amount > 0),
    pledged_on date not null,
    due_on date,
    note text not null default '' constraint donation_note_length check (length(note) <= 500),
    -- A mark of the form, so that one sent twice promises once.
    once uuid,
    state text not null constraint donation_state check (state in ('Pledged', 'PartlyReceived', 'Received', 'Cancelled')),
    sample boolean not null default false,
    created_at timestamptz not null,
    version int not null default 1,
    constraint donation_due_after_pledge check (due_on >= pledged_on),
    constraint donation_of_use foreign key (fund_id, use_code) references funds.fund_use (fund_id, code),
    constraint donation_once_for_form unique (fund_id, once),
    constraint donation_in_fund unique (fund_id, id)
);
create index donation_by_donor on funds.donation (donor_party_id);

-- Somebody asks for money.
create table funds.application (
    id uuid primary key,
    number bigint not null default nextval('funds.application_number'),
    fund_id uuid not null references funds.fund (id),
    applicant_id uuid not null references members.party (id),
    beneficiary_id uuid not null references members.party (id),
    use_code text not null,
    asked numeric(14, 2) not null constraint application_asked check (asked > 0),
    title text not null constraint application_title_form check (title = btrim(title) and length(title) between 1 and 120),
    purpose text not null constraint application_purpose_form check (length(purpose) between 1 and 2000),
    of_kind text,
    of_id uuid,
    of_title text,
    of_href text,
    -- A mark of the form, so that one sent twice asks once.
    once uuid,
    submitted_on date not null,
    evidence_due date,
    state text not null constraint application_state
        check (state in ('Submitted', 'Refused', 'Withdrawn', 'Committed', 'Paid', 'EvidenceIn', 'Accepted', 'Settled')),
    state_since timestamptz not null,
    sample boolean not null default false,
    created_at timestamptz not null,
    version int not null default 1,
    constraint application_of_use foreign key (fund_id, use_code) references funds.fund_use (fund_id, code),
    constraint application_once_for_form unique (applicant_id, once),
    constraint application_in_fund unique (fund_id, id),
    constraint application_of_all_or_nothing check ((of_kind is null) = (of_id is null) and (of_kind is null) = (of_title is null) and (of_kind is null) = (of_href is null))
);
create index application_in_order on funds.application (state_since desc, id);
create index application_by_applicant on funds.application (applicant_id);
create index application_by_beneficiary on funds.application (beneficiary_id);
create index application_by_thing on funds.application (of_id) where of_id is not null;

-- Where money stands: one account for each fund, kind, use, year and unit.
create table funds.account (
    id uuid primary key,
    fund_id uuid not null references funds.fund (id),
    kind text not null constraint account_kind check (kind in
        ('Plan', 'Budget', 'Drawn', 'Donors', 'Pledged', 'Available', 'Committed', 'Paid', 'Accounted', 'Settled')),
    use_code text,
    year int constraint account_year check (year between 2000 and 2100),
    unit text not null constraint account_unit_form check (unit ~ '^[A-Za-z-]{1,12}$'),
    constraint account_once unique nulls not distinct (fund_id, kind, use_code, year, unit),
    constraint account_of_unit foreign key (fund_id, unit) references funds.fund (id, unit),
    constraint account_of_use foreign key (fund_id, use_code) references funds.fund_use (fund_id, code),
    constraint account_form check (case
        when kind in ('Budget', 'Drawn') then use_code is not null and year is not null
        when kind in ('Committed', 'Paid', 'Accounted', 'Settled') then use_code is not null and year is null
        when kind in ('Available', 'Pledged') then year is null
        else use_code is null and year is null end)
);

create table funds.entry (
    id uuid primary key,
    fund_id uuid not null references funds.fund (id),
    number bigint not null,
    kind text not null constraint entry_kind check (kind in
        ('Budgeted', 'BudgetCut', 'Pledged', 'PledgeCancelled', 'Received', 'Awarded', 'Paid', 'PaidBack', 'Accepted', 'Released', 'Settled', 'Reversal')),
    booked_on date not null,
    document text constraint entry_document_form check (length(document) between 1 and 120),
    application_id uuid,
    donation_id uuid,
    reverses uuid,
    reason_code text,
    reason text,
    lines int not null constraint entry_lines check (lines >= 2),
    at timestamptz not null,
    by_name text not null,
    constraint entry_number_once unique (fund_id, number),
    constraint entry_in_fund unique (fund_id, id),
    constraint entry_in_application unique (application_id, id),
    constraint entry_in_donation unique (donation_id, id),
    constraint entry_of_application foreign key (fund_id, application_id) references funds.application (fund_id, id),
    constraint entry_of_donation foreign key (fund_id, donation_id) references funds.donation (fund_id, id),
    constraint entry_of_reversed foreign key (fund_id, reverses) references funds.entry (fund_id, id),
    constraint entry_reversed_once unique (reverses),
    constraint entry_reversal_has_reason check ((kind = 'Reversal') = (reverses is not null) and (kind <> 'Reversal' or reason_code is not null))
);
create index entry_by_day on funds.entry (fund_id, booked_on, number);

create table funds.posting (
    entry_id uuid not null references funds.entry (id),
    line int not null,
    account_id uuid not null references funds.account (id),
    amount numeric(14, 2) not null constraint posting_amount check (amount <> 0),
    primary key (entry_id, line)
);
create index posting_by_account on funds.posting (account_id) include (amount);
