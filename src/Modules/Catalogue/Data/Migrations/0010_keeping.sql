-- What a keeper's list asks: every question in one place, for rows, counts and export alike. Null asks nothing.
create function catalogue.kept(
    owner uuid, words text, number_part text, wanted_state text, category text, periods text[], wanted_grade text, missing text)
    returns setof catalogue.object language sql stable as $$
    select o.* from catalogue.object o
     where o.institution_id = owner
       and case when wanted_state is null then o.state not in ('Binned', 'Gone') else o.state = wanted_state end
       and (words is null or o.record->>'title' ilike words or (number_part is not null and replace(o.number_key, '.', '') like number_part)
            or (number_part is not null
                and upper(regexp_replace(coalesce(o.record->>'censusNumber', '') || coalesce(o.record->>'otherNumbers', ''), '[^[:alnum:]]', '', 'g'))
                    like number_part))
       and (category is null or o.record->'category' @> jsonb_build_array(jsonb_build_object('code', category)))
       and (periods is null or coalesce(o.record->'period', o.record->'date')->>'code' = any(periods))
       and (wanted_grade is null or o.record->'grade' @> jsonb_build_array(jsonb_build_object('code', wanted_grade)))
       and (missing is null or not o.record ? missing)
$$;

-- 件/套 and 实际数量 of a record: one, where nobody has written a number.
create function catalogue.pieces(record jsonb) returns numeric language sql immutable as $$
    select coalesce((record->'pieces'->>'number')::numeric, 1)
$$;
create function catalogue.actual(record jsonb) returns numeric language sql immutable as $$
    select coalesce((record->'actual'->>'number')::numeric, catalogue.pieces(record))
$$;
