-- The accepted request that an agreement was begun from; the request lives in another module.
alter table agreements.agreement add column request_id uuid;
create unique index agreement_once_for_request on agreements.agreement (request_id) where state <> 'Dropped';
