-- 署名表、授权条款: sheets of a cooperation that every party agrees to as they stand. Whoever changes one asks all anew.
create table cooperation.sheet (
    cooperation_id uuid not null references cooperation.cooperation (id),
    kind text not null constraint sheet_kind check (kind in ('credits', 'licence')),
    hash text not null,
    check_code text not null constraint sheet_check_code unique,
    edited_at timestamptz not null,
    edited_by text not null,
    version int not null default 1,
    primary key (cooperation_id, kind)
);

create table cooperation.sheet_consent (
    cooperation_id uuid not null,
    kind text not null,
    party_id uuid not null references members.party (id),
    hash text not null,
    at timestamptz not null,
    by_name text not null,
    primary key (cooperation_id, kind, party_id),
    foreign key (cooperation_id, kind) references cooperation.sheet (cooperation_id, kind)
);

-- What was agreed is agreed to one text: a word given to another hash than the sheet's is none.
create function cooperation.consent_to_what_stands() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from cooperation.sheet where cooperation_id = new.cooperation_id and kind = new.kind and hash = new.hash) then
        raise exception 'consent to another text' using errcode = 'check_violation', constraint = 'sheet_consent_to_what_stands';
    end if;
    return new;
end $$;
create constraint trigger consent_to_what_stands after insert or update on cooperation.sheet_consent deferrable initially deferred
    for each row execute function cooperation.consent_to_what_stands();

create table cooperation.credit_line (
    cooperation_id uuid not null references cooperation.cooperation (id),
    sort int not null,
    part text not null constraint credit_line_part check (length(part) between 1 and 40),
    names text not null constraint credit_line_names check (length(names) between 1 and 400),
    primary key (cooperation_id, sort)
);

create table cooperation.licence (
    cooperation_id uuid primary key references cooperation.cooperation (id),
    works text not null constraint licence_works check (length(works) between 1 and 2000),
    goods text not null constraint licence_goods check (length(goods) between 1 and 1000),
    territory text not null constraint licence_territory check (length(territory) between 1 and 200),
    exclusive boolean not null,
    from_on date not null,
    until_on date not null,
    fee text not null constraint licence_fee check (fee in ('Free', 'Fixed', 'Share')),
    amount numeric(14, 2) constraint licence_amount check (amount > 0),
    percent numeric(5, 2) constraint licence_percent check (percent > 0 and percent <= 100),
    conditions text not null default '' constraint licence_conditions check (length(conditions) <= 2000),
    constraint licence_forward check (until_on > from_on),
    constraint licence_fee_said check ((fee = 'Free' and amount is null and percent is null) or (fee = 'Fixed' and amount is not null and percent is null) or (fee = 'Share' and percent is not null))
);
create index licence_by_end on cooperation.licence (until_on);
