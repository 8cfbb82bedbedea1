-- A need or an offer that concerns a community is shown, and counts in a round, only with that community's consent (requirement G05).
alter table exchange.listing
    add column community_id uuid references members.party (id),
    add column community_word text constraint listing_community_word check (community_word in ('Asked', 'Given', 'Vetoed')),
    add column community_reason text,
    add constraint listing_community_named check (community_word is null or community_id is not null),
    add constraint listing_community_consents check (community_id is null or state in ('Draft', 'Withdrawn') or community_word is not distinct from 'Given'),
    add constraint listing_veto_has_reason check (community_word is distinct from 'Vetoed' or length(btrim(community_reason)) > 0);
create index listing_by_community on exchange.listing (community_id) where community_id is not null;
