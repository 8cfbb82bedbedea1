-- Newer lists of divisions than the one that comes with the program; the latest is in force, the earlier ones stay.
create table members.division_list (
    id uuid primary key,
    imported_at timestamptz not null,
    source text not null,
    rows jsonb not null
);
