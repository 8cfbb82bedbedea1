-- Work done again and again: when each is due next, and until when a copy of the program that took it is given to end it.
create table platform.regular (
    name text primary key,
    due_at timestamptz not null,
    ran_at timestamptz,
    error text
);
