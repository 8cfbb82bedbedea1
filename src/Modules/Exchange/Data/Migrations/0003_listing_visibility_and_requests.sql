-- Who may read a published listing, and the day by which the institution must say that it still holds (set from the charter's rule).
alter table exchange.listing
    add column visibility text not null default 'Members' constraint listing_visibility check (visibility in ('Members', 'Public')),
    add column confirm_by date;

-- "Ask to cooperate": a request that both sides follow (requirement W22).
create table exchange.request (
    id uuid primary key,
    listing_id uuid not null references exchange.listing (id),
    from_party_id uuid not null references members.party (id),
    to_party_id uuid not null references members.party (id),
    state text not null default 'Sent' constraint request_state check (state in ('Sent', 'Accepted', 'Declined', 'Withdrawn')),
    reason_code text,
    created_at timestamptz not null,
    ended_at timestamptz,
    version int not null default 1,
    constraint request_not_to_oneself check (from_party_id <> to_party_id),
    constraint request_end_has_reason check (state <> 'Declined' or reason_code is not null)
);
create unique index request_once_while_open on exchange.request (listing_id, from_party_id) where state in ('Sent', 'Accepted');
create index request_by_sender on exchange.request (from_party_id, created_at desc);
create index request_by_receiver on exchange.request (to_party_id, created_at desc);

create table exchange.request_message (
    id uuid primary key,
    request_id uuid not null references exchange.request (id),
    party_id uuid not null references members.party (id),
    author text not null,
    at timestamptz not null,
    text text not null constraint message_length check (length(btrim(text)) between 1 and 4000)
);
create index request_message_in_order on exchange.request_message (request_id, at);
