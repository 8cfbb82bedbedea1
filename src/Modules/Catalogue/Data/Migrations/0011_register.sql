-- 总账员 and 库管员 of a museum. A person has at most one of the two duties in it: who keeps the register does not keep the store.
create table catalogue.duty (
    institution_id uuid not null references members.party (id),
    person_id uuid not null,
    person_name text not null,
    duty text not null constraint duty_known check (duty in ('Register', 'Store')),
    since date not null,
    constraint duty_one_a_person primary key (institution_id, person_id)
);

-- 总登记账: lines are added, never changed. A correction is a line of its own that names the line it strikes out.
create table catalogue.register_line (
    institution_id uuid not null references members.party (id),
    line int not null,
    object_id uuid not null,
    kind text not null constraint register_line_kind check (kind in ('Entry', 'Correction', 'Deregistration')),
    number text not null,
    facts jsonb not null,
    corrects int,
    reason text,
    signed_by uuid,
    signed_name text not null,
    signed_at timestamptz not null,
    primary key (institution_id, line),
    foreign key (institution_id, corrects) references catalogue.register_line (institution_id, line),
    constraint register_line_reason check ((kind = 'Entry') = (reason is null)),
    constraint register_line_corrects check ((kind = 'Entry') = (corrects is null))
);
create unique index register_line_entered_once on catalogue.register_line (institution_id, object_id) where kind = 'Entry';
create unique index register_line_struck_once on catalogue.register_line (institution_id, object_id) where kind = 'Deregistration';

create function catalogue.register_is_ink() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'check_violation', schema = 'catalogue', table = 'register_line', constraint = 'register_is_ink',
        message = 'lines of the total register are never changed or removed';
end
$$;
create trigger register_is_ink before update or delete on catalogue.register_line for each row execute function catalogue.register_is_ink();
create trigger register_is_ink_whole before truncate on catalogue.register_line for each statement execute function catalogue.register_is_ink();
