-- Calendar feeds: an address holds until a new one is made. Without a row the first address is in use.
create table cooperation.feed (
    person_id uuid not null references members.person (id),
    -- The mandate whose institution's days it shows; the person's own feed has none.
    mandate_id uuid not null,
    serial int not null constraint feed_serial check (serial > 0),
    renewed_at timestamptz not null,
    primary key (person_id, mandate_id)
);
