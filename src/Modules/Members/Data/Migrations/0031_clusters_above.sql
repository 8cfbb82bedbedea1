-- The clusters that a cluster stands under today, itself with 0 steps first; for other modules (a rule book of the nearest one above).
create function members.pub_clusters_above(cluster uuid) returns table (id uuid, steps int) language sql stable as $$
    with recursive up (id, steps) as (
        select cluster, 0
        union
        select m.cluster_id, up.steps + 1 from members.membership m join up on m.party_id = up.id where m.state in ('Provisional', 'Full'))
    select up.id, min(up.steps) from up group by up.id
$$;
