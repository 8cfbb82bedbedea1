-- 对接时段: slots of a meeting day. A slot is free, asked for, agreed, and in the end noted; nobody sits in two at once.
create table cooperation.meeting_slot (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    on_day date not null,
    from_time time not null,
    until_time time not null,
    place int not null constraint meeting_slot_place check (place between 1 and 40),
    need_party_id uuid references members.party (id),
    offer_party_id uuid references members.party (id),
    asked_by_id uuid references members.party (id),
    topic text not null default '' constraint meeting_slot_topic check (length(topic) <= 200),
    agreed_at timestamptz,
    agreed_by text,
    outcome text constraint meeting_slot_outcome check (outcome in ('Agreed', 'Following', 'Nothing', 'Missed')),
    outcome_note text not null default '' constraint meeting_slot_outcome_note check (length(outcome_note) <= 400),
    version int not null default 1,
    constraint meeting_slot_forward check (until_time > from_time),
    constraint meeting_slot_both_or_none check (num_nonnulls(need_party_id, offer_party_id, asked_by_id) in (0, 3)),
    constraint meeting_slot_of_two check (need_party_id <> offer_party_id and asked_by_id in (need_party_id, offer_party_id)),
    constraint meeting_slot_agreed_by check ((agreed_at is null) = (agreed_by is null)),
    constraint meeting_slot_agreed_is_asked check (agreed_at is null or asked_by_id is not null),
    constraint meeting_slot_noted_is_agreed check (outcome is null or agreed_at is not null)
);
create unique index meeting_slot_place_once on cooperation.meeting_slot (cooperation_id, on_day, from_time, place);
create unique index meeting_slot_need_once on cooperation.meeting_slot (cooperation_id, on_day, from_time, need_party_id) where need_party_id is not null;
create unique index meeting_slot_offer_once on cooperation.meeting_slot (cooperation_id, on_day, from_time, offer_party_id) where offer_party_id is not null;

-- Two meet once before they meet again: nobody fills the day with one other.
create unique index meeting_slot_pair_once on cooperation.meeting_slot (cooperation_id, need_party_id, offer_party_id) where need_party_id is not null and outcome is null;
create index meeting_slot_to_answer on cooperation.meeting_slot (cooperation_id) where asked_by_id is not null and agreed_at is null;
