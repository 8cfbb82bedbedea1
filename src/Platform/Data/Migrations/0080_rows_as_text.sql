-- Rows of a comparison are written once and read whole. As json their text stays as it came, and is neither taken apart nor put together
-- again; the hash over them is a hash over that text either way.
create or replace function platform.guard_bulk_row() returns trigger language plpgsql as $$
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
            and (new.act_id, new.number, new.key, new.label, new.subject_id, new.state, new.accepted, new.fields::text, new.before::text)
                is not distinct from
                (old.act_id, old.number, old.key, old.label, old.subject_id, old.state, old.accepted, old.fields::text, old.before::text) then
            return new;
        end if;
    end if;
    raise exception 'history is append-only' using errcode = 'restrict_violation', constraint = 'history_append_only';
end
$$;
alter table platform.bulk_row alter column fields type json using fields::text::json, alter column before type json using before::text::json;

-- Debian's server can do it; one that was built without goes on as before.
do $$
begin
    alter table platform.bulk_row alter column fields set compression lz4, alter column before set compression lz4;
exception when feature_not_supported then
    null;
end
$$;
