-- What became of each contribution that is a resource set aside; the booking lives in another module.
create table agreements.booking_taken (
    agreement_id uuid not null references agreements.agreement (id),
    code text not null,
    booking_id uuid,
    why text,
    at timestamptz not null,
    primary key (agreement_id, code),
    constraint booking_taken_says_something check (booking_id is not null or why is not null)
);
