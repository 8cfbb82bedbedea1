-- The order in which lists came, whatever the clock said: the last one is in force.
alter table members.division_list add column number bigint generated always as identity constraint division_list_number unique;
