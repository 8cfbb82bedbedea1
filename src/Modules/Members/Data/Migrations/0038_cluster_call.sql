-- 征集 (requirement G07): a lead party of a cluster calls for others to join; who answers applies, and is admitted by the charter's rule.
create table members.cluster_call (
    id uuid primary key,
    cluster_id uuid not null references members.cluster (party_id),
    -- Who calls: the lead, or the cluster itself.
    lead_id uuid not null references members.party (id),
    title text not null constraint cluster_call_title check (title = btrim(title) and length(title) between 1 and 120),
    text text not null constraint cluster_call_text check (length(text) between 1 and 8000),
    -- How many are sought; null for any number.
    places int constraint cluster_call_places check (places between 1 and 9999),
    until_on date not null,
    published_at timestamptz not null,
    published_by text not null,
    closed_at timestamptz,
    close_reason text,
    version int not null default 1,
    constraint cluster_call_closed_with_reason check ((closed_at is null) = (close_reason is null))
);
create index cluster_call_by_cluster on members.cluster_call (cluster_id, published_at desc);
alter table members.membership add column call_id uuid references members.cluster_call (id);
create index membership_by_call on members.membership (call_id) where call_id is not null;
