-- A charter is its versions (requirements G14, N08). Text is for people; rules and duties are data that the program obeys.
create table governance.charter_version (
    id uuid primary key,
    cluster_id uuid not null references members.party (id),
    state text not null constraint charter_version_state check (state in ('Draft', 'InForce', 'Superseded', 'Withdrawn')),
    -- Given when the version is put in force: 1, 2, 3 …
    number int constraint charter_version_number check (number >= 1),
    -- The version in force when the draft was begun.
    based_on_id uuid references governance.charter_version (id),
    -- {"zh": "…", "en": "…"}, limited Markdown.
    goals jsonb not null default '{}',
    organisation jsonb not null default '{}',
    member_roles jsonb not null default '{}',
    vision jsonb not null default '{}',
    -- Canonical JSON as docs/formats/charter-rules.md has it, kept as the very text that the hash is taken of.
    rules text not null,
    rules_hash text not null constraint charter_version_hash check (rules_hash = encode(sha256(convert_to(rules, 'UTF8')), 'hex')),
    duties jsonb not null default '[]',
    begun_at timestamptz not null,
    edited_at timestamptz not null,
    edited_by text not null,
    in_force_at timestamptz,
    in_force_reason text,
    superseded_at timestamptz,
    version int not null default 1,
    constraint charter_version_numbered_in_force check ((state in ('InForce', 'Superseded')) = (number is not null)),
    constraint charter_version_in_force_has_reason check (number is null or (in_force_at is not null and length(btrim(in_force_reason)) > 0)),
    constraint charter_version_superseded_has_date check ((state = 'Superseded') = (superseded_at is not null))
);
create unique index charter_one_in_force on governance.charter_version (cluster_id) where state = 'InForce';
create unique index charter_number_once on governance.charter_version (cluster_id, number);

-- Once in force a version is never edited: its successor may only mark it superseded. Nothing is deleted.
create function governance.charter_version_stands() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state <> 'Draft' and not (old.state = 'InForce' and new.state = 'Superseded'
        and (to_jsonb(new) - array['state', 'superseded_at', 'version']) = (to_jsonb(old) - array['state', 'superseded_at', 'version']))
    then
        raise exception using errcode = 'check_violation', schema = 'governance', table = 'charter_version',
            constraint = 'charter_version_stands', message = 'a charter version that was put in force is never changed';
    end if;
    return new;
end
$$;
create trigger charter_version_stands before update or delete on governance.charter_version
    for each row execute function governance.charter_version_stands();
