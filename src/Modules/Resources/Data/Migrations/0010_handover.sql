create sequence resources.handover_number;

-- Listed things change hands, with their condition.
create table resources.handover (
    id uuid primary key,
    number bigint not null default nextval('resources.handover_number'),
    kind text not null constraint handover_kind check (kind in ('Loan', 'Return', 'TourStop', 'Placement', 'Consignment', 'Samples', 'Books', 'Other')),
    from_party_id uuid not null references members.party (id),
    to_party_id uuid not null references members.party (id),
    planned_on date not null,
    -- Until when the receiver has it.
    due_back_on date,
    place text not null default '' constraint handover_place_length check (length(place) <= 200),
    purpose text not null default '' constraint handover_purpose_length check (length(purpose) <= 500),
    booking_id uuid references resources.booking (id),
    cooperation_id uuid,
    cooperation_title text,
    agreement_number text constraint handover_agreement_form check (agreement_number = btrim(agreement_number) and length(agreement_number) between 1 and 60),
    -- 备案或批准文号
    filing_number text constraint handover_filing_form check (filing_number = btrim(filing_number) and length(filing_number) between 1 and 100),
    previous_id uuid references resources.handover (id),
    state text not null constraint handover_state check (state in ('Planned', 'ConditionOut', 'Sent', 'ConditionIn', 'Accepted', 'Disputed', 'Settled', 'Cancelled')),
    sent_on date,
    -- When the sending was written down: the order in which things went from hand to hand.
    sent_at timestamptz,
    received_on date,
    reason_code text,
    reason text constraint handover_reason_length check (length(reason) <= 1000),
    planned_by text not null,
    -- A mark of the form, so that one sent twice plans once.
    once uuid,
    sample boolean not null default false,
    created_at timestamptz not null,
    state_since timestamptz not null,
    version int not null default 1,
    constraint handover_once unique (from_party_id, to_party_id, once),
    constraint handover_two_sides check (from_party_id <> to_party_id),
    constraint handover_order check (due_back_on >= planned_on),
    constraint handover_sent_has_day check ((state in ('Planned', 'ConditionOut', 'Cancelled')) = (sent_on is null)),
    constraint handover_sent_has_moment check ((sent_on is null) = (sent_at is null)),
    constraint handover_received_has_day check ((state in ('ConditionIn', 'Accepted', 'Disputed', 'Settled')) = (received_on is not null)),
    constraint handover_received_after_sent check (received_on >= sent_on),
    constraint handover_lent_for_a_time check (kind not in ('Loan', 'TourStop', 'Placement') or due_back_on is not null),
    constraint handover_why check (state not in ('Cancelled', 'Disputed') or reason_code is not null)
);
create index handover_by_from on resources.handover (from_party_id, state_since desc);
create index handover_by_to on resources.handover (to_party_id, state_since desc);
create index handover_by_previous on resources.handover (previous_id) where previous_id is not null;
create index handover_by_cooperation on resources.handover (cooperation_id) where cooperation_id is not null;
create index handover_by_booking on resources.handover (booking_id) where booking_id is not null;
-- What was handed over goes on once: back, or to the next place.
create unique index handover_goes_on_once on resources.handover (previous_id) where state <> 'Cancelled';

create table resources.handover_item (
    id uuid primary key,
    handover_id uuid not null references resources.handover (id),
    place int not null constraint handover_item_place check (place > 0),
    owner_id uuid not null references members.party (id),
    -- A record of the owner's catalogue; without one the line is what was typed.
    object_id uuid,
    object_code text,
    object_serial int,
    number text not null default '' constraint handover_item_number_form check (number = btrim(number) and length(number) <= 60),
    number_key text not null default '',
    name text not null constraint handover_item_name_form check (name = btrim(name) and length(name) between 1 and 200),
    count int not null constraint handover_item_count check (count between 1 and 100000),
    value numeric(14, 2) constraint handover_item_value check (value >= 0),
    grade text constraint handover_item_grade check (grade in ('First', 'Second', 'Third', 'Ordinary', 'Ungraded', 'None')),
    preservation text constraint handover_item_preservation check (preservation in ('Stable', 'NeedsTreatment', 'Urgent', 'Treated')),
    exempt_code text,
    exempt_document text constraint handover_item_exempt_form check (exempt_document = btrim(exempt_document) and length(exempt_document) between 1 and 100),
    out_condition text constraint handover_item_out check (out_condition in ('Good', 'LargelyGood', 'Damaged', 'Ruined')),
    out_note text not null default '' constraint handover_item_out_note check (length(out_note) <= 1000),
    in_count int constraint handover_item_in_count check (in_count between 0 and 100000),
    in_condition text constraint handover_item_in check (in_condition in ('Good', 'LargelyGood', 'Damaged', 'Ruined')),
    in_note text not null default '' constraint handover_item_in_note check (length(in_note) <= 1000),
    in_differs boolean not null default false,
    constraint handover_item_once unique (handover_id, place) deferrable initially deferred,
    constraint handover_item_object check ((object_id is null) = (object_code is null) and (object_id is null) = (object_serial is null)),
    constraint handover_item_exempt check ((exempt_code is null) = (exempt_document is null)),
    constraint handover_item_difference_in_words check (not in_differs or in_note <> '')
);
create index handover_item_by_object on resources.handover_item (owner_id, object_id) where object_id is not null;
create index handover_item_by_number on resources.handover_item (owner_id, number_key) where number_key <> '';

-- The list as it was signed: at the sending side, and at the receiving one.
create table resources.handover_sheet (
    handover_id uuid not null references resources.handover (id),
    stage text not null constraint handover_sheet_stage check (stage in ('Out', 'In')),
    body text not null constraint handover_sheet_length check (length(body) <= 1000000),
    hash text not null constraint handover_sheet_hash check (hash ~ '^[0-9a-f]{64}$'),
    at timestamptz not null,
    primary key (handover_id, stage)
);

create table resources.handover_signature (
    handover_id uuid not null references resources.handover (id),
    act text not null constraint handover_signature_act check (act in ('Out', 'In', 'Accept', 'Settle')),
    party_id uuid not null references members.party (id),
    signer text not null constraint handover_signature_signer check (signer = btrim(signer) and length(signer) between 1 and 60),
    -- What both sides say in the end of what was disputed.
    words text constraint handover_signature_words check (length(words) between 1 and 1000),
    -- Of the list, or of the words, that were signed.
    hash text not null constraint handover_signature_hash check (hash ~ '^[0-9a-f]{64}$'),
    by_name text not null,
    at timestamptz not null,
    primary key (handover_id, act, party_id),
    constraint handover_signature_settles_in_words check ((act = 'Settle') = (words is not null))
);

-- How a thing looked: a photograph or a report.
create table resources.handover_picture (
    id uuid primary key,
    handover_id uuid not null references resources.handover (id),
    item_id uuid not null references resources.handover_item (id),
    stage text not null constraint handover_picture_stage check (stage in ('Out', 'In')),
    name text not null,
    media_type text not null constraint handover_picture_type check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
    content bytea not null constraint handover_picture_size check (octet_length(content) between 1 and 10485760),
    sha256 text not null constraint handover_picture_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    at timestamptz not null,
    constraint handover_picture_once unique (item_id, stage, sha256)
);
create index handover_picture_by_handover on resources.handover_picture (handover_id);

-- What was signed is not changed any more, whatever a program does.
create function resources.keep_signed() returns trigger language plpgsql as $$
begin
    raise exception 'what was signed is not changed' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
end $$;
create trigger keep_sheet before update or delete on resources.handover_sheet for each row execute function resources.keep_signed();
create trigger keep_signature before update or delete on resources.handover_signature for each row execute function resources.keep_signed();

create function resources.signed(of_handover uuid, at_stage text) returns boolean language sql stable as $$
    select exists (select 1 from resources.handover_sheet where handover_id = of_handover and stage = at_stage);
$$;

create function resources.keep_item() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if resources.signed(new.handover_id, 'Out') then
            raise exception 'a signed list is not lengthened' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
        end if;
        return new;
    end if;
    if tg_op = 'UPDATE' and new.handover_id <> old.handover_id and resources.signed(new.handover_id, 'Out') then
        raise exception 'a signed list is not lengthened' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
    end if;
    if resources.signed(old.handover_id, 'Out') and (tg_op = 'DELETE' or
        (old.id, old.handover_id, old.place, old.owner_id, old.object_id, old.object_code, old.object_serial, old.number, old.number_key, old.name, old.count, old.value, old.grade, old.preservation, old.exempt_code, old.exempt_document, old.out_condition, old.out_note)
        is distinct from
        (new.id, new.handover_id, new.place, new.owner_id, new.object_id, new.object_code, new.object_serial, new.number, new.number_key, new.name, new.count, new.value, new.grade, new.preservation, new.exempt_code, new.exempt_document, new.out_condition, new.out_note)) then
        raise exception 'what was signed is not changed' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
    end if;
    if tg_op = 'UPDATE' and resources.signed(old.handover_id, 'In') and
        (old.in_count, old.in_condition, old.in_note, old.in_differs) is distinct from (new.in_count, new.in_condition, new.in_note, new.in_differs) then
        raise exception 'what was signed is not changed' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_item before insert or update or delete on resources.handover_item for each row execute function resources.keep_item();

create function resources.keep_picture() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        raise exception 'a picture is not changed' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
    end if;
    if tg_op = 'INSERT' then
        if resources.signed(new.handover_id, new.stage) then
            raise exception 'what was signed is not added to' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
        end if;
        return new;
    end if;
    if resources.signed(old.handover_id, old.stage) then
        raise exception 'what was signed is not changed' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
    end if;
    return old;
end $$;
create trigger keep_picture before insert or update or delete on resources.handover_picture for each row execute function resources.keep_picture();

-- Whose things, from whom to whom: of a list that was signed these stay too.
create function resources.keep_handover() returns trigger language plpgsql as $$
begin
    if resources.signed(old.id, 'Out') and
        (old.kind, old.from_party_id, old.to_party_id, old.number, old.planned_on, old.due_back_on, old.place, old.purpose, old.agreement_number, old.filing_number, old.previous_id)
        is distinct from
        (new.kind, new.from_party_id, new.to_party_id, new.number, new.planned_on, new.due_back_on, new.place, new.purpose, new.agreement_number, new.filing_number, new.previous_id) then
        raise exception 'what was signed is not changed' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
    end if;
    if (old.sent_on is not null and (old.sent_on, old.sent_at) is distinct from (new.sent_on, new.sent_at))
        or (old.received_on is not null and old.received_on is distinct from new.received_on) then
        raise exception 'the day it left and the day it arrived stay' using errcode = 'check_violation', constraint = 'handover_signed_is_kept';
    end if;
    return new;
end $$;
create trigger keep_handover before update on resources.handover for each row execute function resources.keep_handover();
