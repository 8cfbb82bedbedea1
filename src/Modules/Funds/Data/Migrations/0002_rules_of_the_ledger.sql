-- Entries of a fund are counted without gaps; counting takes the fund's row until the transaction ends, at every isolation level.
create function funds.number_entry() returns trigger language plpgsql as $$
begin
    update funds.fund set entries = entries + 1 where id = new.fund_id returning entries into new.number;
    return new;
end $$;
create trigger number_entry before insert on funds.entry for each row execute function funds.number_entry();

-- What is booked stays as it was booked.
create function funds.keep_ledger() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is not changed: book a reversal' using errcode = 'check_violation', constraint = 'ledger_is_kept';
end $$;
create trigger keep_entry before update or delete on funds.entry for each row execute function funds.keep_ledger();
create trigger keep_posting before update or delete on funds.posting for each row execute function funds.keep_ledger();
create trigger keep_account before update or delete on funds.account for each row execute function funds.keep_ledger();
create trigger keep_whole_entries before truncate on funds.entry for each statement execute function funds.keep_ledger();
create trigger keep_whole_postings before truncate on funds.posting for each statement execute function funds.keep_ledger();
create trigger keep_whole_accounts before truncate on funds.account for each statement execute function funds.keep_ledger();

create function funds.refuse(rule text, what text) returns void language plpgsql as $$
begin
    raise exception '%: %', rule, what using errcode = 'check_violation', constraint = rule;
end $$;

-- Asked at commit, of the whole entry.
create function funds.check_entry() returns trigger language plpgsql as $$
declare
    low record;
begin
    if (select count(*) from funds.posting where entry_id = new.id) <> new.lines then
        perform funds.refuse('entry_is_whole', new.id::text);
    end if;
    if exists (select 1 from funds.posting p join funds.account a on a.id = p.account_id where p.entry_id = new.id group by a.unit having sum(p.amount) <> 0) then
        perform funds.refuse('entry_balances', new.id::text);
    end if;
    if exists (select 1 from funds.posting p join funds.account a on a.id = p.account_id where p.entry_id = new.id and a.fund_id <> new.fund_id) then
        perform funds.refuse('entry_in_one_fund', new.id::text);
    end if;

    -- Nobody gives out what is not there: only where money and plans come from may stand below zero.
    select a.kind, a.use_code, a.year, sum(p.amount) as stands into low
      from funds.account a join funds.posting p on p.account_id = a.id
     where a.fund_id = new.fund_id and a.kind not in ('Plan', 'Donors')
       and a.id in (select account_id from funds.posting where entry_id = new.id)
     group by a.id having sum(p.amount) < 0 limit 1;
    if low.kind is not null then
        perform funds.refuse(case when low.kind = 'Budget' then 'budget_not_overdrawn' else 'account_not_overdrawn' end,
            concat_ws(' ', low.kind, low.use_code, low.year, low.stands));
    end if;

    -- Neither one application's money nor one donor's promise pays for another's.
    if new.application_id is not null and exists (
        select 1 from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id
         where e.application_id = new.application_id and a.kind in ('Committed', 'Paid', 'Accounted', 'Settled', 'Drawn')
         group by a.id having sum(p.amount) < 0) then
        perform funds.refuse('application_not_overdrawn', new.application_id::text);
    end if;
    if new.donation_id is not null and exists (
        select 1 from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id
         where e.donation_id = new.donation_id and a.kind in ('Pledged', 'Available')
         group by a.id having sum(p.amount) < 0) then
        perform funds.refuse('donation_not_overdrawn', new.donation_id::text);
    end if;

    -- A reversal is the reversed entry with every sign turned, of the same thing; a reversal itself stays.
    if new.reverses is not null then
        if exists (select 1 from funds.entry e where e.id = new.reverses
                and (e.kind = 'Reversal' or (e.application_id, e.donation_id) is distinct from (new.application_id, new.donation_id)))
            or exists (select account_id from funds.posting where entry_id in (new.id, new.reverses) group by account_id having sum(amount) <> 0) then
            perform funds.refuse('reversal_mirrors', new.reverses::text);
        end if;
    end if;
    return null;
end $$;
create constraint trigger check_entry after insert on funds.entry deferrable initially deferred for each row execute function funds.check_entry();

-- No line joins an entry that was whole before.
create function funds.check_posting() returns trigger language plpgsql as $$
begin
    if (select count(*) from funds.posting where entry_id = new.entry_id) > (select lines from funds.entry where id = new.entry_id) then
        perform funds.refuse('entry_is_whole', new.entry_id::text);
    end if;
    return null;
end $$;
create constraint trigger check_posting after insert on funds.posting deferrable initially deferred for each row execute function funds.check_posting();
