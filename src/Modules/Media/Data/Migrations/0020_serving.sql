-- How near others may come to a museum's images: the longest edge that they are given, and a mark over the picture. A museum without a
-- row here gives everything. The museum's own staff always sees all.
create table media.serving (
    institution_id uuid primary key references members.party (id),
    visitors_edge int constraint serving_visitors_edge check (visitors_edge between 800 and 100000),
    members_edge int constraint serving_members_edge check (members_edge between 800 and 100000),
    visitors_marked boolean not null,
    members_marked boolean not null,
    mark text not null constraint serving_mark_short check (char_length(mark) <= 40),
    version int not null,
    changed_at timestamptz not null,
    -- Members are never given less than everybody.
    constraint serving_members_not_smaller check (members_edge is null or (visitors_edge is not null and visitors_edge <= members_edge)),
    constraint serving_members_not_more_marked check (visitors_marked or not members_marked)
);
