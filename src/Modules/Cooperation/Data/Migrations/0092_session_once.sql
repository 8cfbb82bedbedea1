-- A form sent twice made two equal sessions. Of those that stand already, the one with most people stays as it is; another is cancelled
-- where nobody came to it, and gets a number where somebody did.
with twin as (
    select s.id, a.came, row_number() over (partition by s.cooperation_id, s.on_day, s.from_time, s.title order by a.came desc, s.id) as place
      from cooperation.session s
      cross join lateral (select count(*) as came from cooperation.attendance where session_id = s.id) a
     where s.cancelled_why is null
)
update cooperation.session s
   set title = case when t.came > 0 then left(s.title, 70) || ' (' || t.place || ')' else s.title end,
       cancelled_why = case when t.came > 0 then null else '重复排课' end,
       version = s.version + 1
  from twin t
 where t.id = s.id and t.place > 1;

create unique index session_once on cooperation.session (cooperation_id, on_day, from_time, title) where cancelled_why is null;
