-- A cluster is itself a party (requirements G02, G03, G26); this row holds what only clusters have.
create table members.cluster (
    party_id uuid primary key references members.party (id),
    kind text not null constraint cluster_kind check (kind in ('Regional', 'Project', 'HeadBranch', 'Virtual')),
    mode text not null constraint cluster_mode check (mode in ('GovernmentLed', 'ProjectTeam', 'Franchise', 'StrategicAlliance', 'Merger')),
    purpose text not null default '' constraint cluster_purpose_length check (length(purpose) <= 4000),
    founded_on date not null,
    version int not null default 1
);

-- One stay of a party in a cluster, from the first word to the last. Who comes back begins a new row, so that the old dates stand.
create table members.membership (
    id uuid primary key,
    cluster_id uuid not null references members.cluster (party_id),
    party_id uuid not null references members.party (id) constraint membership_not_in_itself check (party_id <> cluster_id),
    state text not null constraint membership_state check (state in ('Applied', 'Invited', 'UnderReview', 'Provisional', 'Full',
        'Suspended', 'Left', 'Removed')),
    role text not null constraint membership_role check (role in ('Member', 'Lead', 'Head', 'Branch', 'Community', 'Secretariat', 'Partner')),
    -- Seats held beside the role: 理事长单位, 理事, 对外联络.
    offices text[] not null default '{}' constraint membership_offices check (offices <@ array['Chair', 'Council', 'Liaison']),
    -- Signed the founding call.
    signatory boolean not null default false,
    asked_at timestamptz not null,
    -- First day as a provisional or full member, and the last; both null for a request that came to nothing.
    from_on date,
    to_on date,
    reason_code text,
    reason text,
    version int not null default 1,
    constraint membership_has_begun check (state not in ('Provisional', 'Full', 'Suspended') or (from_on is not null and to_on is null)),
    constraint membership_has_ended check (from_on is null or state not in ('Left', 'Removed') or to_on is not null),
    constraint membership_dates check (to_on is null or (from_on is not null and from_on <= to_on))
);
create unique index membership_once on members.membership (cluster_id, party_id) where state not in ('Left', 'Removed');
create index membership_by_party on members.membership (party_id);
create unique index membership_one_head on members.membership (cluster_id) where role = 'Head' and state in ('Provisional', 'Full', 'Suspended');

-- Clusters nest but never in a ring. Two that join each other at once wait for one another here, and the later one sees the earlier.
create function members.membership_keeps_order() returns trigger language plpgsql as $$
begin
    if new.state in ('Left', 'Removed') or not exists (select from members.cluster where party_id = new.party_id) then
        return new;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('members.cluster-nesting', 0));
    if exists (
        with recursive above (id) as (
            select new.cluster_id
            union
            select m.cluster_id from members.membership m join above a on m.party_id = a.id where m.state not in ('Left', 'Removed'))
        select from above where id = new.party_id)
    then
        raise exception using errcode = 'check_violation', schema = 'members', table = 'membership', constraint = 'membership_no_ring',
            message = 'a cluster cannot be a member of itself, directly or through others';
    end if;
    return new;
end
$$;
create trigger membership_keeps_order before insert or update of cluster_id, party_id, state on members.membership
    for each row execute function members.membership_keeps_order();

-- A head acts for a branch only in stated matters and for a stated time (requirement G08).
create table members.acting_for (
    id uuid primary key,
    cluster_id uuid not null references members.cluster (party_id),
    head_id uuid not null references members.party (id),
    branch_id uuid not null references members.party (id) constraint acting_for_another check (branch_id <> head_id),
    matters text[] not null constraint acting_for_matters check (cardinality(matters) > 0
        and matters <@ array['Listings', 'Pairing', 'Agreements', 'Objects', 'Staff', 'Rules']),
    from_on date not null,
    to_on date not null,
    reason text not null constraint acting_for_reason check (length(btrim(reason)) > 0),
    version int not null default 1,
    constraint acting_for_dates check (from_on <= to_on)
);
create index acting_for_by_head on members.acting_for (head_id, to_on);
create index acting_for_by_branch on members.acting_for (branch_id, to_on);
