-- Codes of institutions that the national register does not list: X000001 …
create sequence members.party_number;

-- Names that a party had before the first one whose dates are known.
alter table members.party add column former_names text[] not null default '{}';
