-- Where a session takes place online and where its recording is; whom it is given for. Who answers for a party.
alter table cooperation.session
    add column party_id uuid references members.party (id),
    add column link text constraint session_link check (length(link) <= 500 and link ~ '^https?://[^[:space:]]+$'),
    add column recording text constraint session_recording check (length(recording) <= 500 and recording ~ '^https?://[^[:space:]]+$'),
    add constraint session_link_is_online check (link is null or online);
create index session_by_party on cooperation.session (party_id) where party_id is not null;

alter table cooperation.participant
    add column liaison_name text not null default '' constraint participant_liaison_name check (length(liaison_name) <= 40),
    add column liaison_post text not null default '' constraint participant_liaison_post check (length(liaison_post) <= 80),
    add column liaison_reach text not null default '' constraint participant_liaison_reach check (length(liaison_reach) <= 80),
    add constraint participant_liaison_whole check ((liaison_name = '') = (liaison_post = ''));
