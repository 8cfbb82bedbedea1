-- Two museums whose serials were swapped are corrected in one transaction.
alter table members.register_figure drop constraint register_figure_serial_once,
    add constraint register_figure_serial_once unique (edition, serial) deferrable initially deferred;

-- An institution with its latest register figures: what the directory lists, counts and exports.
create view members.institution as
select p.id, p.code, p.kind, p.name, p.name_en, p.level, p.grade, p.ownership, p.finance_class, p.division_code, p.longitude, p.latitude,
       p.point_basis, p.parent_id, p.closed_on, p.search_names, p.search_sounds,
       f.edition, f.free_opening, f.objects, f.precious_objects, f.exhibitions, f.activities, f.visits_ten_thousand,
       coalesce(cardinality(f.flags), 0) > 0 as flagged
  from members.party p
  left join lateral (select * from members.register_figure r where r.party_id = p.id order by r.edition desc limit 1) f on true
 where p.kind not in ('Operator', 'Cluster');

-- Whether anything hangs on a party besides its own periods, figures and branches, in any module: then an import that added it cannot simply be
-- undone. Asks the catalogue for the foreign keys, so that no module has to be named here.
create function members.party_in_use(party uuid) returns boolean language plpgsql stable as $$
declare
    reference record;
    used boolean;
begin
    for reference in
        select c.conrelid::regclass as relation, a.attname as attribute
          from pg_constraint c
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
         where c.contype = 'f' and c.confrelid = 'members.party'::regclass
           and c.conrelid not in ('members.party'::regclass, 'members.party_period'::regclass, 'members.register_figure'::regclass)
    loop
        execute format('select exists (select from %s where %I = $1)', reference.relation, reference.attribute) into used using party;
        if used then
            return true;
        end if;
    end loop;
    return false;
end
$$;
