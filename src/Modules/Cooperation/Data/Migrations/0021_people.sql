-- 名册: who takes part in a course, a team, a secondment.
create table cooperation.person (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    party_id uuid not null references members.party (id),
    name text not null constraint person_name check (length(name) between 1 and 40),
    post text not null default '' constraint person_post check (length(post) <= 80),
    state text not null constraint person_state check (state in ('Applied', 'Accepted', 'Declined', 'Left')),
    reason text,
    code text not null constraint person_code unique,
    account_id uuid,
    added_at timestamptz not null,
    version int not null default 1,
    constraint person_once unique (cooperation_id, party_id, name),
    constraint person_gone_has_reason check (state not in ('Declined', 'Left') or reason is not null)
);

-- 课次和班次: what people come to, with the secret that its codes are made of.
create table cooperation.session (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    title text not null constraint session_title check (length(title) between 1 and 80),
    on_day date not null,
    from_time time not null,
    until_time time not null,
    place text not null default '' constraint session_place check (length(place) <= 80),
    teacher text not null default '' constraint session_teacher check (length(teacher) <= 80),
    hours numeric(4, 1) not null constraint session_hours check (hours > 0 and hours <= 24),
    online boolean not null default false,
    screen_only boolean not null default false,
    secret bytea not null,
    cancelled_why text,
    version int not null default 1,
    constraint session_forward check (until_time > from_time)
);
create index session_by_cooperation on cooperation.session (cooperation_id, on_day, from_time);

-- 签到: each once, and no ticket twice.
create table cooperation.attendance (
    session_id uuid not null references cooperation.session (id),
    person_id uuid not null references cooperation.person (id),
    at timestamptz not null,
    way text not null constraint attendance_way check (way in ('paper', 'screen', 'desk')),
    ticket uuid constraint attendance_ticket_once unique,
    by_name text not null,
    primary key (session_id, person_id)
);
create index attendance_by_person on cooperation.attendance (person_id);

create table cooperation.skill_check (
    id uuid primary key,
    person_id uuid not null references cooperation.person (id),
    skill text not null constraint skill_check_skill check (length(skill) between 1 and 80),
    passed boolean not null,
    note text not null default '' constraint skill_check_note check (length(note) <= 400),
    on_day date not null,
    by_name text not null
);
create index skill_check_by_person on cooperation.skill_check (person_id);

-- 证书: outlives the course; what it says is never changed, only taken back with a reason.
create table cooperation.certificate (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    person_id uuid not null references cooperation.person (id),
    kind text not null constraint certificate_kind check (kind in ('course', 'service')),
    number text not null constraint certificate_number unique,
    body text not null,
    hash text not null,
    check_code text not null constraint certificate_check_code unique,
    issued_at timestamptz not null,
    by_name text not null,
    revoked_at timestamptz,
    revoked_why text,
    constraint certificate_revoked_has_reason check ((revoked_at is null) = (revoked_why is null))
);

create unique index certificate_once on cooperation.certificate (person_id, kind) where revoked_at is null;

create function cooperation.keep_certificate() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (old.body, old.hash, old.number, old.check_code, old.person_id, old.issued_at) is distinct from (new.body, new.hash, new.number, new.check_code, new.person_id, new.issued_at)
        or old.revoked_at is not null then
        raise exception 'a certificate is not changed' using errcode = 'check_violation', constraint = 'certificate_is_kept';
    end if;
    return new;
end $$;
create trigger keep_certificate before update or delete on cooperation.certificate for each row execute function cooperation.keep_certificate();

-- 服务时长: noted by the volunteer or the host, counted once the host confirms them, in one task only.
create table cooperation.service_hours (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    person_id uuid not null references cooperation.person (id),
    host_party_id uuid not null references members.party (id),
    on_day date not null,
    hours numeric(4, 1) not null constraint service_hours_amount check (hours > 0 and hours <= 16),
    what text not null constraint service_hours_what check (length(what) between 1 and 200),
    noted_by text not null,
    noted_at timestamptz not null,
    confirmed_at timestamptz,
    confirmed_by text,
    refused_why text,
    task_id uuid references cooperation.task (id),
    version int not null default 1,
    constraint service_hours_once unique (person_id, host_party_id, on_day, what),
    constraint service_hours_counted_are_confirmed check (task_id is null or confirmed_at is not null),
    constraint service_hours_one_answer check (confirmed_at is null or refused_why is null)
);
create index service_hours_by_cooperation on cooperation.service_hours (cooperation_id, on_day desc);
create index service_hours_to_confirm on cooperation.service_hours (host_party_id) where confirmed_at is null and refused_why is null;
