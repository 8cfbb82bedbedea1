-- What the host itself noted, the volunteer's own institution confirms; everything else the host does.
alter table cooperation.service_hours add column confirms_party_id uuid references members.party (id);
update cooperation.service_hours set confirms_party_id = host_party_id;
alter table cooperation.service_hours alter column confirms_party_id set not null;
create index service_hours_whose_turn on cooperation.service_hours (confirms_party_id) where confirmed_at is null and refused_why is null;
