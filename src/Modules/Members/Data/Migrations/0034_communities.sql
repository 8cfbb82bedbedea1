-- The communities of a cluster, those of clusters within it included: their consent is asked (requirement G05). A suspended one keeps its
-- say, or a suspension could silence a veto.
create function members.pub_communities(cluster uuid) returns table (id uuid, code text, name text, name_en text) language sql stable as $$
    with recursive inside (id) as (
        select cluster
        union
        select m.party_id from members.membership m join inside on m.cluster_id = inside.id join members.cluster c on c.party_id = m.party_id
         where m.state in ('Provisional', 'Full', 'Suspended'))
    select distinct p.id, p.code, p.name, p.name_en
      from members.membership m join inside on m.cluster_id = inside.id join members.party p on p.id = m.party_id
     where m.state in ('Provisional', 'Full', 'Suspended') and p.kind <> 'Cluster' and (p.kind = 'Community' or m.role = 'Community')
$$;
