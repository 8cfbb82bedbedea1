-- Talk hangs on things: there is no forum. What a message is about, and whom the thing concerns, is written down as it was.
create table platform.message (
    id uuid primary key,
    subject_kind text not null,
    subject_id uuid not null,
    title text not null,
    href text not null,
    party_id uuid not null,
    person_id uuid not null,
    by_name text not null,
    at timestamptz not null,
    text text not null constraint message_length check (length(btrim(text)) between 1 and 4000),
    concerns uuid[] not null,
    mentions uuid[] not null default '{}'
);
create index message_by_subject on platform.message (subject_id, at);
create index message_by_party on platform.message using gin (concerns);

-- How far a person has read for a party.
create table platform.inbox_mark (
    person_id uuid not null,
    party_id uuid not null,
    read_at timestamptz not null,
    primary key (person_id, party_id)
);

-- Who wants one letter a day; nobody gets any who did not ask.
create table platform.digest (
    person_id uuid primary key,
    address text not null constraint digest_address_form check (address ~ '^[^@\s]+@[^@\s]+$' and length(address) <= 254),
    language text not null,
    daily boolean not null,
    stop_key text not null constraint digest_stop_key_once unique,
    sent_until timestamptz not null
);
