-- 年度填报: the official annual figures of an institution, entered once and never asked again by a cooperation (requirement E09).
create table cooperation.year_fact (
    id uuid primary key,
    party_id uuid not null references members.party (id),
    year int not null constraint year_fact_year check (year between 1990 and 2100),
    kind text not null constraint year_fact_kind check (kind in
        ('permanent-exhibitions', 'touring-exhibitions', 'temporary-exhibitions', 'activities', 'visitors', 'volunteer-hours', 'people-trained')),
    value numeric(14, 2) not null constraint year_fact_value check (value >= 0),
    note text constraint year_fact_note_length check (length(note) <= 400),
    written_at timestamptz not null,
    by_name text not null,
    version int not null default 1,
    constraint year_fact_once unique (party_id, year, kind)
);
create index task_by_receiver on cooperation.task (confirms_party_id, handed_in_at) where confirms_party_id is not null and handed_in_at is not null;
create index task_by_doer on cooperation.task (does_party_id, handed_in_at) where handed_in_at is not null;
