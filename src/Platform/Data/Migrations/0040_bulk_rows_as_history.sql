-- Acts of many rows do not note an event for each: their rows are the history of what they wrote, and the act's one event carries a
-- hash over them. Such rows are append-only from the moment the act is applied.
alter table platform.bulk_act add column history_of text;
create index bulk_row_of_subject on platform.bulk_row (subject_id) where accepted and subject_id is not null;
drop index platform.bulk_row_by_subject;

create function platform.guard_bulk_row() returns trigger language plpgsql as $$
declare
    act_state text;
begin
    if tg_op = 'TRUNCATE' then
        if not exists (select from platform.bulk_act where history_of is not null and applied_at is not null) then
            return null;
        end if;
    else
        select state into act_state from platform.bulk_act
         where id = old.act_id and history_of is not null and applied_at is not null;
        if not found then
            return case when tg_op = 'DELETE' then old else new end;
        end if;
        -- Undoing notes what it had to leave, and nothing else.
        if tg_op = 'UPDATE' and act_state = 'Undoing'
            and (new.act_id, new.number, new.key, new.label, new.subject_id, new.state, new.accepted, new.fields, new.before)
                is not distinct from
                (old.act_id, old.number, old.key, old.label, old.subject_id, old.state, old.accepted, old.fields, old.before) then
            return new;
        end if;
    end if;
    raise exception 'history is append-only' using errcode = 'restrict_violation', constraint = 'history_append_only';
end
$$;
create trigger bulk_row_append_only before update or delete on platform.bulk_row
    for each row execute function platform.guard_bulk_row();
create trigger bulk_row_append_only_all before truncate on platform.bulk_row
    for each statement execute function platform.guard_bulk_row();

create function platform.guard_bulk_act() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.id = old.id and new.applied_at is not distinct from old.applied_at
        and new.history_of is not distinct from old.history_of then
        return new;
    end if;
    raise exception 'history is append-only' using errcode = 'restrict_violation', constraint = 'history_append_only';
end
$$;
create trigger bulk_act_append_only before update or delete on platform.bulk_act
    for each row when (old.history_of is not null and old.applied_at is not null) execute function platform.guard_bulk_act();
