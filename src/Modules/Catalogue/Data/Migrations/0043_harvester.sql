-- Where an institution's staff have records fetched from a system of theirs (OAI-PMH), and how far that has come.
create table catalogue.harvester (
    institution_id uuid not null references members.party (id),
    id uuid not null,
    title text not null,
    address text not null,
    prefix text not null,
    set_spec text,
    profile text not null,
    published boolean not null,
    every_hours int constraint harvester_pace check (every_hours between 1 and 8760),
    version int not null,
    -- From where the next harvest asks; null: everything.
    next_from text,
    -- A harvest that has begun: the repository's time at its beginning, and where its list goes on.
    begun_at timestamptz,
    begun_from text,
    token text,
    -- The last harvest: its end, what it brought, why it did not come to its end.
    ended_at timestamptz,
    received int not null default 0,
    written int not null default 0,
    removed int not null default 0,
    error_code text,
    error_text text,
    job_id uuid,
    primary key (institution_id, id)
);
create index harvester_due on catalogue.harvester (ended_at) where every_hours is not null;

-- Which fields came from there, so that one which is emptied there is emptied here, and none that was filled in here.
alter table catalogue.origin add column fields text[] not null default '{}';
