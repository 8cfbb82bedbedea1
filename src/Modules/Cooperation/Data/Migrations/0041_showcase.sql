-- 成果展示: what parties show of a cooperation, once every one of them has released exactly this text and these pictures.
create sequence cooperation.showcase_number;
create table cooperation.showcase (
    id uuid primary key,
    number bigint not null default nextval('cooperation.showcase_number'),
    cooperation_id uuid not null references cooperation.cooperation (id) constraint showcase_one_for_each unique,
    title text not null constraint showcase_title_form check (title = btrim(title) and length(title) between 1 and 120),
    story text not null constraint showcase_story_length check (length(btrim(story)) between 1 and 4000),
    method text not null default '' constraint showcase_method_length check (length(method) <= 4000),
    hash text not null constraint showcase_hash_form check (hash ~ '^[0-9a-f]{64}$'),
    state text not null constraint showcase_state check (state in ('Draft', 'Shown', 'Withdrawn')),
    shown_at timestamptz,
    edited_at timestamptz not null,
    edited_by text not null,
    version int not null default 1,
    constraint showcase_shown_has_day check (state <> 'Shown' or shown_at is not null)
);
create index showcase_shown on cooperation.showcase (shown_at desc) where state = 'Shown';

create table cooperation.showcase_picture (
    showcase_id uuid not null references cooperation.showcase (id),
    attachment_id uuid not null references cooperation.attachment (id),
    sort int not null,
    caption text not null default '' constraint showcase_caption_length check (length(caption) <= 200),
    primary key (showcase_id, attachment_id)
);

create table cooperation.showcase_release (
    showcase_id uuid not null references cooperation.showcase (id),
    party_id uuid not null references members.party (id),
    hash text not null,
    at timestamptz not null,
    by_name text not null,
    primary key (showcase_id, party_id)
);

-- Whatever a program does: nothing is public that one of the parties has not released as it stands.
create function cooperation.released_by_all() returns trigger language plpgsql as $$
begin
    if exists (select from cooperation.participant p where p.cooperation_id = new.cooperation_id and not exists (
        select from cooperation.showcase_release r where r.showcase_id = new.id and r.party_id = p.party_id and r.hash = new.hash)) then
        raise exception 'a result is shown once all parties have released it' using errcode = 'check_violation', constraint = 'showcase_released_by_all';
    end if;
    return null;
end $$;
create constraint trigger released_by_all after insert or update on cooperation.showcase deferrable initially deferred
    for each row when (new.state = 'Shown') execute function cooperation.released_by_all();

-- 表彰: given by an association, with its reason.
create table cooperation.honour (
    id uuid primary key,
    cluster_id uuid not null references members.party (id),
    party_id uuid not null references members.party (id),
    year int not null constraint honour_year check (year between 1990 and 2100),
    name text not null constraint honour_name_form check (name = btrim(name) and length(name) between 1 and 60),
    reason text not null constraint honour_reason_form check (length(btrim(reason)) between 1 and 1000),
    given_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_why text,
    sample boolean not null default false,
    constraint honour_once unique (cluster_id, party_id, year, name),
    constraint honour_withdrawn_why check ((withdrawn_at is null) = (withdrawn_why is null))
);
