-- 统筹规划 (requirement G22): one plan for each cluster and level; each stands under a plan of a higher level, in this cluster or one above.
create table members.cluster_plan (
    id uuid primary key,
    cluster_id uuid not null references members.cluster (party_id),
    level text not null constraint cluster_plan_level check (level in ('Province', 'Prefecture', 'County', 'Township', 'Village')),
    title text not null constraint cluster_plan_title check (title = btrim(title) and length(title) between 1 and 120),
    from_year int not null constraint cluster_plan_from check (from_year between 1990 and 2100),
    to_year int not null constraint cluster_plan_to check (to_year between from_year and 2100),
    text text not null constraint cluster_plan_text check (length(text) between 1 and 20000),
    above_id uuid references members.cluster_plan (id) constraint cluster_plan_not_above_itself check (above_id <> id),
    edited_at timestamptz not null,
    edited_by text not null,
    version int not null default 1,
    constraint cluster_plan_once unique (cluster_id, level)
);
