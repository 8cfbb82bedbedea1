-- Hours that were refused are noted again, put right; of those that stand, still each once.
alter table cooperation.service_hours drop constraint service_hours_once;
create unique index service_hours_once on cooperation.service_hours (person_id, host_party_id, on_day, what) where refused_why is null;
