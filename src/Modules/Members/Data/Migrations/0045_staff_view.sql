-- Who acts for a party today, for modules that give duties to its people.
create view members.pub_staff as
    select distinct m.party_id, p.id as person_id, p.name
      from members.mandate m join members.person p on p.id = m.person_id
     where m.ended_at is null and m.from_on <= (now() at time zone 'Asia/Shanghai')::date and (m.to_on is null or m.to_on >= (now() at time zone 'Asia/Shanghai')::date);
