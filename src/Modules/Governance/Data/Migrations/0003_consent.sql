-- A community's own word on a draft of the charter that it will live under (requirement G05): asked, then given or vetoed. It speaks of the
-- very words it was shown: a later save of the draft has to be asked about anew.
create table governance.consent (
    id uuid primary key,
    draft_id uuid not null references governance.charter_version (id),
    draft_version int not null,
    community_id uuid not null references members.party (id),
    state text not null constraint consent_state check (state in ('Asked', 'Given', 'Vetoed')),
    reason text,
    asked_at timestamptz not null,
    answered_at timestamptz,
    answered_by text,
    version int not null default 1,
    constraint consent_once unique (draft_id, draft_version, community_id),
    constraint consent_answered check ((state = 'Asked') = (answered_at is null) and (state = 'Asked') = (answered_by is null)),
    constraint consent_veto_has_reason check (state <> 'Vetoed' or length(btrim(reason)) > 0)
);
create index consent_by_community on governance.consent (community_id, state);

-- No version comes into force over a community's head, whoever writes the row.
create function governance.charter_needs_consent() returns trigger language plpgsql as $$
begin
    if exists (
        select from members.pub_communities(new.cluster_id) c
         where not exists (
            select from governance.consent s
             where s.draft_id = new.id and s.draft_version = old.version and s.community_id = c.id and s.state = 'Given'))
    then
        raise exception using errcode = 'check_violation', schema = 'governance', table = 'charter_version',
            constraint = 'charter_needs_consent', message = 'a community of this cluster has not consented to this version';
    end if;
    return new;
end
$$;
create trigger charter_needs_consent before update on governance.charter_version
    for each row when (old.state = 'Draft' and new.state = 'InForce') execute function governance.charter_needs_consent();
