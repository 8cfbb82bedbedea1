-- A template exactly as a cooperation was begun under it; never changed (requirement: running cooperations keep theirs).
create table cooperation.edition (
    id uuid primary key,
    code text not null,
    number int not null,
    name_zh text not null,
    name_en text not null,
    family text not null,
    hash text not null constraint edition_once unique,
    body text not null,
    cluster_id uuid references members.party (id),
    created_at timestamptz not null
);

-- Templates that an alliance copied and edited on screen.
create table cooperation.stored_template (
    id uuid primary key,
    cluster_id uuid not null references members.party (id),
    code text not null,
    number int not null,
    state text not null constraint stored_template_state check (state in ('Draft', 'InForce', 'Retired')),
    text text not null constraint stored_template_length check (length(text) <= 200000),
    name_zh text not null default '',
    name_en text not null default '',
    family text not null default '',
    begun_at timestamptz not null,
    edited_at timestamptz not null,
    edited_by text not null,
    version int not null default 1,
    constraint stored_template_number_once unique (cluster_id, code, number)
);
create unique index stored_template_one_draft on cooperation.stored_template (cluster_id, code) where state = 'Draft';
create unique index stored_template_one_in_force on cooperation.stored_template (cluster_id, code) where state = 'InForce';

create sequence cooperation.cooperation_number;

create table cooperation.cooperation (
    id uuid primary key,
    number bigint not null default nextval('cooperation.cooperation_number'),
    edition_id uuid not null references cooperation.edition (id),
    template text not null,
    family text not null,
    title text not null constraint cooperation_title_form check (title = btrim(title) and length(title) between 1 and 120),
    aim text not null default '' constraint cooperation_aim_length check (length(aim) <= 4000),
    state text not null constraint cooperation_state check (state in ('Idea', 'Agreed', 'Running', 'Paused', 'Delivered', 'Evaluated', 'Closed', 'Cancelled')),
    lead_party_id uuid not null references members.party (id),
    start_on date not null,
    anchor_on date,
    depth int not null constraint cooperation_depth check (depth between 1 and 5),
    done int not null default 0,
    total int not null default 0,
    parent_id uuid references cooperation.cooperation (id),
    previous_id uuid references cooperation.cooperation (id),
    emergency_reason text,
    ratify_by date,
    ratified_at timestamptz,
    earning_answer text,
    ending text,
    reason_code text,
    reason text,
    evaluation text,
    sample boolean not null default false,
    created_at timestamptz not null,
    state_since timestamptz not null,
    quiet_since timestamptz not null,
    version int not null default 1,
    constraint cooperation_cancelled_has_reason check (state <> 'Cancelled' or reason_code is not null),
    constraint cooperation_emergency_is_ratified check ((emergency_reason is null) = (ratify_by is null)),
    constraint cooperation_not_its_own_parent check (parent_id <> id and previous_id <> id)
);
create index cooperation_by_lead on cooperation.cooperation (lead_party_id);
create index cooperation_in_order on cooperation.cooperation (quiet_since desc, id);
create index cooperation_to_ratify on cooperation.cooperation (ratify_by) where ratify_by is not null and ratified_at is null;

create table cooperation.participant (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    party_id uuid not null references members.party (id),
    role text not null,
    sort int not null,
    gain text not null default '' constraint participant_gain_length check (length(gain) <= 1000),
    agreed_at timestamptz,
    agreed_by text,
    constraint participant_once unique (cooperation_id, party_id, role)
);
create index participant_by_party on cooperation.participant (party_id, cooperation_id);

create table cooperation.contribution (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    party_id uuid not null references members.party (id),
    what_zh text not null,
    what_en text not null,
    unit text not null,
    sort int not null,
    promised numeric(14, 2) constraint contribution_promised check (promised >= 0),
    given numeric(14, 2) constraint contribution_given check (given >= 0),
    confirmed numeric(14, 2) constraint contribution_confirmed check (confirmed >= 0)
);
create index contribution_by_cooperation on cooperation.contribution (cooperation_id);
create index contribution_by_party on cooperation.contribution (party_id);

create table cooperation.safeguard_answer (
    cooperation_id uuid not null references cooperation.cooperation (id),
    kind text not null,
    note text not null constraint safeguard_note_form check (length(btrim(note)) between 1 and 400),
    answered_at timestamptz not null,
    answered_by text not null,
    primary key (cooperation_id, kind)
);

create table cooperation.pause (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    from_on date not null,
    until_on date,
    reason_code text not null,
    constraint pause_forward check (until_on >= from_on)
);
create unique index pause_one_open on cooperation.pause (cooperation_id) where until_on is null;

create table cooperation.task (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    stage text not null,
    code text not null,
    site_party_id uuid references members.party (id),
    turn int not null default 1,
    sort int not null,
    title_zh text not null,
    title_en text not null,
    does_party_id uuid not null references members.party (id),
    helps_party_id uuid references members.party (id),
    mode text,
    checks_party_id uuid not null references members.party (id),
    confirms_party_id uuid references members.party (id),
    days int not null,
    start_offset int not null default 0,
    wait int not null default 0,
    before_anchor int,
    after uuid[] not null default '{}',
    optional boolean not null default false,
    called boolean not null default true,
    state text not null constraint task_state check (state in ('Open', 'Doing', 'HandedIn', 'Accepted', 'Returned')),
    start_on date,
    due_on date,
    late int not null default 0,
    began_on date,
    ended_on date,
    done_by text,
    handed_in_at timestamptz,
    returned_code text,
    returned_why text,
    confirmed_at timestamptz,
    disputed_why text,
    dropped_at timestamptz,
    version int not null default 1,
    constraint task_ended_after_begun check (ended_on >= began_on),
    constraint task_accepted_has_ended check (state <> 'Accepted' or ended_on is not null),
    constraint task_confirmed_was_handed_in check (confirmed_at is null or handed_in_at is not null)
);
create index task_by_cooperation on cooperation.task (cooperation_id, sort);
create index task_to_do on cooperation.task (does_party_id, due_on) where state in ('Open', 'Doing', 'Returned') and dropped_at is null;
create index task_to_check on cooperation.task (checks_party_id) where state = 'HandedIn' and dropped_at is null;
create index task_to_confirm on cooperation.task (confirms_party_id)
    where state in ('HandedIn', 'Accepted') and confirmed_at is null and disputed_why is null and dropped_at is null;

create table cooperation.deliverable (
    id uuid primary key,
    task_id uuid not null references cooperation.task (id),
    code text not null,
    sort int not null,
    title_zh text not null,
    title_en text not null,
    evidence text[] not null,
    measures text
);
create index deliverable_by_task on cooperation.deliverable (task_id, sort);

create table cooperation.attachment (
    id uuid primary key,
    cooperation_id uuid not null references cooperation.cooperation (id),
    name text not null,
    media_type text not null,
    content bytea not null constraint attachment_size check (octet_length(content) between 1 and 5242880),
    sha256 text not null,
    at timestamptz not null
);

create table cooperation.evidence (
    id uuid primary key,
    deliverable_id uuid not null references cooperation.deliverable (id),
    kind text not null,
    text text constraint evidence_text_length check (length(text) <= 2000),
    number numeric(14, 2),
    day date,
    attachment_id uuid references cooperation.attachment (id),
    party_id uuid not null references members.party (id),
    by_name text not null,
    at timestamptz not null,
    taken_back_at timestamptz,
    constraint evidence_says_something check (num_nonnulls(text, number, day, attachment_id) > 0)
);
create index evidence_by_deliverable on cooperation.evidence (deliverable_id);

-- What differs from the published holidays.
create table cooperation.calendar_day (
    day date primary key,
    works boolean not null,
    name text not null default ''
);
