-- Two who began at once could leave one pair with two agreements. The first keeps the pair; a later one stays, for itself.
update agreements.agreement later set pair_id = null
 where state <> 'Dropped' and exists (
    select from agreements.agreement first
     where first.pair_id = later.pair_id and first.state <> 'Dropped' and (first.created_at, first.id) < (later.created_at, later.id));

drop index agreements.agreement_by_pair;
create unique index agreement_once_for_pair on agreements.agreement (pair_id) where state <> 'Dropped';
