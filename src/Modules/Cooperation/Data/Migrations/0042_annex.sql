-- 年度附表: made in the background, kept as it was handed over.
create table cooperation.annex (
    id uuid primary key,
    party_id uuid not null references members.party (id),
    year int not null constraint annex_year check (year between 1990 and 2100),
    language text not null,
    asked_by text not null,
    asked_at timestamptz not null,
    job_id uuid not null,
    made_at timestamptz,
    pairs int not null default 0,
    results int not null default 0,
    xlsx bytea,
    pdf bytea,
    sha256 text,
    constraint annex_made_has_file check ((made_at is null) = (xlsx is null))
);
alter table cooperation.annex alter column xlsx set storage external, alter column pdf set storage external;
create index annex_by_party on cooperation.annex (party_id, asked_at desc);

-- A year's results without reading all of ten years.
create index task_confirmed on cooperation.task (confirmed_at) where confirmed_at is not null;
create index task_handed_in on cooperation.task (handed_in_at) where handed_in_at is not null;

-- What runs is little beside what ended in ten years.
create index cooperation_running on cooperation.cooperation (id) where state = 'Running';
