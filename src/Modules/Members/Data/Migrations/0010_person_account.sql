-- A person, and what he signs in with. Passwords, recovery codes and links are stored as hashes, the authenticator's key encrypted.
create table members.person (
    id uuid primary key,
    name text not null constraint person_name_form check (name = btrim(name) and length(name) between 1 and 100),
    registered_at timestamptz not null,
    version int not null default 1
);

create table members.account (
    person_id uuid primary key references members.person (id),
    user_name text not null constraint account_user_name_form check (user_name ~ '^[^\s@]{2,64}$'),
    user_name_key text not null constraint account_user_name_once unique,
    email text constraint account_email_form check (email ~ '^[^\s@]+@[^\s@]+$' and length(email) <= 254),
    email_key text constraint account_email_once unique,
    password_hash text,
    password_set_at timestamptz,
    -- Counts tries since the last success; each try is counted before it is looked at, so that tries at the same moment count too.
    failures int not null default 0,
    locked_until timestamptz,
    authenticator_key text,
    second_factor boolean not null default false,
    -- The last accepted time step: a code that was used once is worth nothing to whoever looked on.
    last_step bigint not null default 0,
    last_mandate_id uuid,
    created_at timestamptz not null,
    closed_at timestamptz,
    version int not null default 1,
    constraint account_second_factor_has_key check (not second_factor or authenticator_key is not null),
    constraint account_email_has_key check ((email is null) = (email_key is null))
);

create table members.recovery_code (
    person_id uuid not null references members.account (person_id),
    hash text not null,
    used_at timestamptz,
    primary key (person_id, hash)
);

create table members.passkey (
    credential_id bytea primary key,
    person_id uuid not null references members.account (person_id),
    name text not null constraint passkey_name_form check (length(name) between 1 and 60),
    public_key bytea not null,
    sign_count bigint not null,
    transports text[] not null,
    user_verified boolean not null,
    backup_eligible boolean not null,
    backed_up boolean not null,
    attestation bytea not null,
    client_data bytea not null,
    created_at timestamptz not null,
    used_at timestamptz
);
create index passkey_by_person on members.passkey (person_id);

-- One row for each browser that is signed in. The cookie only names it, so ending the row ends the session everywhere at once.
create table members.session (
    id uuid primary key,
    person_id uuid not null references members.account (person_id),
    mandate_id uuid,
    method text not null constraint session_method check (method in ('Password', 'SecondFactor', 'RecoveryCode', 'Passkey', 'Invitation')),
    kept boolean not null,
    browser text not null default '' constraint session_browser_length check (length(browser) <= 200),
    started_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index session_open_by_person on members.session (person_id) where ended_at is null;
