-- A need or an offer: one shape (requirements P01, P02, P16, C05).
create table exchange.listing (
    id uuid primary key,
    party_id uuid not null references members.party (id),
    side text not null constraint listing_side check (side in ('Need', 'Offer')),
    domain text not null constraint listing_domain check (domain in ('Exhibition', 'Conservation', 'Products', 'Education', 'Research',
        'Talent', 'Management', 'Digital')),
    resource text not null constraint listing_resource check (resource in ('Objects', 'People', 'Technology', 'Scholarship')),
    title text not null constraint listing_title_form check (title = btrim(title) and length(title) between 1 and 120),
    details text not null default '' constraint listing_details_length check (length(details) <= 4000),
    strength int not null constraint listing_strength check (strength between 0 and 5),
    quantity int constraint listing_quantity check (quantity between 1 and 1000000),
    unit text constraint listing_unit_form check (length(unit) between 1 and 20),
    window_from date,
    window_to date,
    urgency int not null default 0 constraint listing_urgency check (urgency between 0 and 5),
    urgency_reason text,
    conditions text not null default '' constraint listing_conditions_length check (length(conditions) <= 2000),
    public_benefit text not null default '' constraint listing_benefit_length check (length(public_benefit) <= 2000),
    state text not null default 'Draft' constraint listing_state check (state in ('Draft', 'Published', 'Reserved', 'Fulfilled', 'Expired', 'Withdrawn')),
    -- Where it came from: typed in, or a suggestion derived from register figures by a named rule and confirmed by the museum.
    suggested_by_rule text,
    sample boolean not null default false,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    version int not null default 1,
    constraint listing_window check (window_from is null or window_to is null or window_from <= window_to),
    constraint listing_urgency_has_reason check (urgency < 3 or length(btrim(urgency_reason)) > 0),
    constraint listing_quantity_has_unit check ((quantity is null) = (unit is null)),
    constraint listing_published_is_confirmed check (state = 'Draft' or confirmed_at is not null)
);
create index listing_by_party on exchange.listing (party_id, side);
create index listing_on_board on exchange.listing (side, domain, confirmed_at desc) where state = 'Published';
