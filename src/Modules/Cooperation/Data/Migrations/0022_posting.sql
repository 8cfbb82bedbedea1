-- 挂职: one post, its limits by the charter, cover at home, monthly reports, what the person takes home.
create table cooperation.posting (
    cooperation_id uuid primary key references cooperation.cooperation (id),
    person_name text not null default '' constraint posting_person check (length(person_name) <= 40),
    post text not null default '' constraint posting_post check (length(post) <= 80),
    mentor text not null default '' constraint posting_mentor check (length(mentor) <= 40),
    from_on date,
    until_on date,
    duties text not null default '' constraint posting_duties check (length(duties) <= 4000),
    least_months int,
    most_months int,
    cover text not null default '' constraint posting_cover check (length(cover) <= 2000),
    cover_party_id uuid references members.party (id),
    back_plan text not null default '' constraint posting_back_plan check (length(back_plan) <= 4000),
    visit_on date,
    ended_on date,
    ended_why text,
    version int not null default 1,
    constraint posting_settled_as_a_whole check (num_nonnulls(from_on, until_on, least_months, most_months) in (0, 4) and (from_on is null or (person_name <> '' and post <> '' and mentor <> '' and duties <> ''))),
    constraint posting_within_the_charter check (
        until_on >= (from_on + make_interval(months => least_months))::date - 1 and until_on <= (from_on + make_interval(months => most_months))::date),
    constraint posting_ended_inside check (ended_on is null or (ended_on >= from_on and ended_on <= until_on)),
    constraint posting_ended_says_why check ((ended_on is null) = (ended_why is null)),
    constraint posting_visit_after check (visit_on is null or visit_on > from_on)
);

create table cooperation.posting_report (
    cooperation_id uuid not null references cooperation.posting (cooperation_id),
    month int not null constraint posting_report_month check (month between 1 and 24),
    words text not null constraint posting_report_words check (length(words) between 1 and 4000),
    by_name text not null,
    at timestamptz not null,
    mentor_words text constraint posting_report_mentor check (length(mentor_words) <= 2000),
    mentor_by text,
    version int not null default 1,
    primary key (cooperation_id, month)
);
