create schema resources;

create sequence resources.resource_number;
create sequence resources.booking_number;

-- Anything that is counted in time.
create table resources.resource (
    id uuid primary key,
    number bigint not null default nextval('resources.resource_number'),
    owner_id uuid not null references members.party (id),
    kind text not null constraint resource_kind check (kind in (
        'Exhibition', 'Object', 'Room', 'Laboratory', 'Instrument', 'Expert', 'Vehicle', 'Licence', 'Shelf', 'DatabaseSeat', 'Equipment', 'Other')),
    name text not null constraint resource_name_form check (name = btrim(name) and length(name) between 1 and 120),
    name_en text constraint resource_name_en_form check (name_en = btrim(name_en) and length(name_en) between 1 and 160),
    summary text not null default '' constraint resource_summary_length check (length(summary) <= 4000),
    place text not null default '' constraint resource_place_length check (length(place) <= 200),
    conditions text not null default '' constraint resource_conditions_length check (length(conditions) <= 2000),
    unit text not null constraint resource_unit check (unit in ('Sets', 'Objects', 'Places', 'People', 'Hours', 'Seats', 'Metres', 'Vehicles', 'Licences')),
    capacity numeric(10, 2) not null constraint resource_capacity check (capacity > 0),
    by_hour boolean not null,
    opens_at time,
    closes_at time,
    -- Bit 0 is Monday.
    weekdays int not null default 127 constraint resource_weekdays check (weekdays between 1 and 127),
    lead_days int not null default 0 constraint resource_lead_days check (lead_days between 0 and 365),
    most_days int constraint resource_most_days check (most_days between 1 and 3650),
    -- Between two bookings: transport, rest, cleaning.
    gap_days int not null default 0 constraint resource_gap_days check (gap_days between 0 and 365),
    self_service boolean not null default false,
    needs_cooperation boolean not null default false,
    state text not null constraint resource_state check (state in ('Draft', 'Open', 'Closed')),
    sample boolean not null default false,
    created_at timestamptz not null,
    version int not null default 1,
    constraint resource_hours check (by_hour = (opens_at is not null and closes_at is not null) and closes_at > opens_at is not false)
);
create index resource_by_owner on resources.resource (owner_id, name);

-- Times at which nobody gets it.
create table resources.closure (
    id uuid primary key,
    resource_id uuid not null references resources.resource (id),
    from_at timestamptz not null,
    until_at timestamptz not null,
    why text not null constraint closure_why_form check (why = btrim(why) and length(why) between 1 and 200),
    constraint closure_order check (until_at > from_at)
);
create index closure_by_resource on resources.closure (resource_id, from_at);

create table resources.booking (
    id uuid primary key,
    number bigint not null default nextval('resources.booking_number'),
    resource_id uuid not null references resources.resource (id),
    for_party_id uuid not null references members.party (id),
    amount numeric(10, 2) not null constraint booking_amount check (amount > 0),
    from_at timestamptz not null,
    -- Not counted in.
    until_at timestamptz not null,
    purpose text not null constraint booking_purpose_form check (purpose = btrim(purpose) and length(purpose) between 1 and 500),
    state text not null constraint booking_state check (state in ('Requested', 'Pencilled', 'Confirmed', 'InUse', 'Closed', 'Declined', 'Cancelled')),
    -- Whose yes is still wanted.
    waits_for text constraint booking_waits_for check (waits_for in ('Owner', 'User')),
    answer_by date,
    waiting_since timestamptz,
    cooperation_id uuid,
    cooperation_title text,
    agreement_id uuid,
    agreement_number text,
    agreement_line text,
    -- What the line said when it was last taken: later texts move it only where they say something else.
    agreed_first date,
    agreed_last date,
    agreed_amount numeric(10, 2),
    -- A mark of the form, so that one sent twice asks once.
    once uuid,
    asked_by text not null,
    asked_at timestamptz not null,
    reason_code text,
    reason text constraint booking_reason_length check (length(reason) <= 1000),
    close_note text constraint booking_close_note_length check (length(close_note) <= 1000),
    state_since timestamptz not null,
    changed_at timestamptz not null,
    -- Who moved it last; null where the program did.
    last_by_id uuid references members.party (id),
    sample boolean not null default false,
    version int not null default 1,
    constraint booking_once_for_form unique (for_party_id, once),
    constraint booking_order check (until_at > from_at),
    constraint booking_waits check ((state in ('Requested', 'Pencilled')) = (waits_for is not null)),
    constraint booking_waiting_is_asked check (waiting_since is null or state = 'Requested'),
    constraint booking_ended_has_reason check (state not in ('Declined', 'Cancelled') or reason_code is not null),
    constraint booking_agreed check ((agreement_id is null) = (agreement_line is null) and (agreement_id is null) = (agreed_first is null))
);
create index booking_by_resource on resources.booking (resource_id, from_at) where state in ('Requested', 'Pencilled', 'Confirmed', 'InUse', 'Closed');
create index booking_by_user on resources.booking (for_party_id, from_at desc);
create index booking_by_cooperation on resources.booking (cooperation_id) where cooperation_id is not null;
create unique index booking_once_for_line on resources.booking (agreement_id, agreement_line) where state not in ('Declined', 'Cancelled', 'Closed');

-- The newest text of each agreement whose promises were taken; an older one told late changes nothing.
create table resources.agreed_text (
    agreement_id uuid primary key,
    text int not null
);

-- How much is taken at the fullest moment of a time, with this gap after each booking: what the calendar shows and what writing checks. What
-- was used keeps its gap too. A booking can be thought away, another one thought of.
create function resources.taken_with(
    of_resource uuid, gap int, from_time timestamptz, until_time timestamptz, but uuid default null,
    also_from timestamptz default null, also_until timestamptz default null, also_amount numeric default 0) returns numeric language sql stable as $$
    with held as (
        select from_at, until_at + make_interval(days => gap) as until_at, amount
          from resources.booking
         where resource_id = of_resource and state in ('Pencilled', 'Confirmed', 'InUse', 'Closed') and id is distinct from but
           and from_at < until_time and until_at + make_interval(days => gap) > from_time
        union all
        select also_from, also_until, also_amount where also_from < until_time and also_until > from_time
    )
    -- The fullest moment is one at which something begins.
    select coalesce(max((select sum(h.amount) from held h where h.from_at <= m.at and h.until_at > m.at)), 0)
      from (select greatest(from_at, from_time) as at from held) m;
$$;

-- The same with the resource's own gap.
create function resources.taken(
    of_resource uuid, from_time timestamptz, until_time timestamptz, but uuid default null,
    also_from timestamptz default null, also_until timestamptz default null, also_amount numeric default 0) returns numeric language sql stable as $$
    select resources.taken_with(of_resource, (select gap_days from resources.resource where id = of_resource), from_time, until_time, but, also_from, also_until, also_amount);
$$;

create function resources.keep_capacity() returns trigger language plpgsql as $$
declare
    thing resources.resource;
begin
    if new.state not in ('Pencilled', 'Confirmed', 'InUse', 'Closed') then
        return new;
    end if;
    if tg_op = 'UPDATE' and old.state in ('Pencilled', 'Confirmed', 'InUse', 'Closed')
        and new.from_at >= old.from_at and new.until_at <= old.until_at and new.amount <= old.amount then
        return new;
    end if;
    select * into thing from resources.resource where id = new.resource_id for update;
    if new.amount + resources.taken(new.resource_id, new.from_at, new.until_at + make_interval(days => thing.gap_days), new.id) > thing.capacity then
        raise exception 'no room' using errcode = 'check_violation', constraint = 'booking_fits';
    end if;
    return new;
end $$;
create trigger keep_capacity before insert or update on resources.booking for each row execute function resources.keep_capacity();

-- What has been promised stays possible: capacity and gap are not cut below it.
create function resources.keep_promises() returns trigger language plpgsql as $$
begin
    if (new.capacity < old.capacity or new.gap_days > old.gap_days)
        and resources.taken_with(new.id, new.gap_days, now(), 'infinity') > new.capacity then
        raise exception 'less than is promised' using errcode = 'check_violation', constraint = 'resource_keeps_promises';
    end if;
    return new;
end $$;
create trigger keep_promises before update on resources.resource for each row execute function resources.keep_promises();
