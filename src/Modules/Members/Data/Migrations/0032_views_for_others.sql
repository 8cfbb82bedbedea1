-- What other modules may read of parties and clusters in SQL; today's values.
create view members.pub_party as
    select id, code, kind, name, name_en from members.party;
create view members.pub_cluster as
    select c.party_id as id, p.code, p.name, p.name_en, c.kind, c.mode from members.cluster c join members.party p on p.id = c.party_id;
