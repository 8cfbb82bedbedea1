-- 课程目录: what an institution can teach, under one of the seven subjects of the appeal; a training course is begun from it.
create table cooperation.course (
    id uuid primary key,
    party_id uuid not null references members.party (id),
    subject text not null constraint course_subject check (subject in ('Collections', 'Display', 'Conservation', 'Education', 'Guiding', 'NewMedia', 'Safety')),
    title text not null constraint course_title check (length(title) between 1 and 80),
    content text not null constraint course_content check (length(content) between 1 and 2000),
    hours numeric(5, 1) not null constraint course_hours check (hours > 0 and hours <= 200),
    seats int constraint course_seats check (seats between 1 and 1000),
    form text not null constraint course_form check (form in ('OnSite', 'Online', 'Both')),
    teacher text not null constraint course_teacher check (length(teacher) between 1 and 80),
    travels boolean not null default false,
    open boolean not null default true,
    edited_at timestamptz not null,
    edited_by text not null,
    sample boolean not null default false,
    version int not null default 1
);
create unique index course_once on cooperation.course (party_id, title) where open;
create index course_by_subject on cooperation.course (subject) where open;
