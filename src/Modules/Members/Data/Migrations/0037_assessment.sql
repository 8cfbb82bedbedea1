-- 知己 (requirement G12): a party's own account of its strengths, weaknesses, opportunities and threats. Each one is dated and stays.
create table members.assessment (
    id uuid primary key,
    party_id uuid not null references members.party (id),
    number int not null constraint assessment_number check (number >= 1),
    strengths text not null,
    weaknesses text not null,
    opportunities text not null,
    threats text not null,
    conclusion text not null default '',
    made_at timestamptz not null,
    made_by text not null,
    constraint assessment_number_once unique (party_id, number),
    constraint assessment_says_something check (length(strengths || weaknesses || opportunities || threats) > 0)
);
create function members.assessment_stands() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'check_violation', schema = 'members', table = 'assessment', constraint = 'assessment_stands',
        message = 'an assessment that was made is never changed; make a new one';
end
$$;
create trigger assessment_stands before update or delete on members.assessment for each row execute function members.assessment_stands();
