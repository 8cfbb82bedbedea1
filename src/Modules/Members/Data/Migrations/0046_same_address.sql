-- Who else is at the address: looked up on every institution's page.
create index party_with_address on members.party (division_code) where address is not null;
