-- What really came of a cooperation, kept beside it, so that a page over thousands of them counts no tasks.
alter table cooperation.cooperation
    add column activity_at timestamptz,
    add column claimed int not null default 0,
    add column confirmed int not null default 0,
    add column disputed int not null default 0;

-- When something last came of two parties' work together.
create table cooperation.pair_activity (
    one_id uuid not null references members.party (id),
    other_id uuid not null references members.party (id),
    at timestamptz not null,
    primary key (one_id, other_id),
    constraint pair_activity_in_order check (one_id < other_id)
);

create function cooperation.count_results(which uuid) returns void language sql as $$
    update cooperation.cooperation c
       set activity_at = greatest(c.activity_at, t.at), claimed = t.claimed, confirmed = t.confirmed, disputed = t.disputed
      from (select max(greatest(handed_in_at, confirmed_at)) as at,
                   count(*) filter (where state in ('HandedIn', 'Accepted') and confirms_party_id is not null) as claimed,
                   count(*) filter (where confirmed_at is not null) as confirmed,
                   count(*) filter (where disputed_why is not null) as disputed
              from cooperation.task where cooperation_id = which and (dropped_at is null or state = 'Accepted')) t
     where c.id = which
$$;

-- Whoever does, helps, checks or receives one task works with the others of it.
create function cooperation.note_pairs(task cooperation.task) returns void language sql as $$
    with parties as (
        select distinct p from unnest(array[task.does_party_id, task.helps_party_id, task.checks_party_id, task.confirms_party_id]) as p where p is not null
    )
    insert into cooperation.pair_activity as a (one_id, other_id, at)
    select x.p, y.p, greatest(task.handed_in_at, task.confirmed_at) from parties x join parties y on x.p < y.p order by 1, 2
    on conflict (one_id, other_id) do update set at = excluded.at where a.at < excluded.at
$$;

create function cooperation.note_result() returns trigger language plpgsql as $$
begin
    perform cooperation.count_results(new.cooperation_id);
    if old.cooperation_id <> new.cooperation_id then
        perform cooperation.count_results(old.cooperation_id);
    end if;
    if greatest(new.handed_in_at, new.confirmed_at) is distinct from greatest(old.handed_in_at, old.confirmed_at)
        and greatest(new.handed_in_at, new.confirmed_at) is not null then
        perform cooperation.note_pairs(new);
    end if;
    return null;
end
$$;
create trigger note_result after update of state, handed_in_at, confirmed_at, disputed_why, dropped_at, confirms_party_id, cooperation_id on cooperation.task
    for each row when (
        (old.state, old.handed_in_at, old.confirmed_at, old.disputed_why, old.dropped_at, old.confirms_party_id, old.cooperation_id)
        is distinct from (new.state, new.handed_in_at, new.confirmed_at, new.disputed_why, new.dropped_at, new.confirms_party_id, new.cooperation_id))
    execute function cooperation.note_result();

select cooperation.count_results(id) from cooperation.cooperation;
select cooperation.note_pairs(t) from cooperation.task t where greatest(t.handed_in_at, t.confirmed_at) is not null;

create index task_overdue on cooperation.task (due_on) where state in ('Open', 'Doing', 'Returned') and dropped_at is null and called;
create index task_ended on cooperation.task (ended_on) where state = 'Accepted';
