-- What outsiders who follow changes are told (OAI-PMH, change feed): for every object that visitors could ever see, when its public
-- face changed last, and where that stands in the order of such changes. Filled in the order of commits by Harvest/Stamps.
create sequence catalogue.stamp_seq;

create table catalogue.stamp (
    institution_id uuid not null,
    object_id uuid not null,
    seq bigint not null,
    first_at timestamptz not null,
    stamped_at timestamptz not null,
    deleted boolean not null,
    primary key (institution_id, object_id),
    foreign key (institution_id, object_id) references catalogue.object (institution_id, id)
);
create index stamp_in_order on catalogue.stamp (seq);
create index stamp_of_institution on catalogue.stamp (institution_id, seq);
create index stamp_by_time on catalogue.stamp (stamped_at, seq);

-- One row: the transactions whose changes have been stamped, and the time last told to anybody.
create table catalogue.stamping (
    one boolean primary key default true constraint stamping_once check (one),
    seen pg_snapshot not null,
    told_at timestamptz not null
);
insert into catalogue.stamping (seen, told_at) values ('1:1:', '2000-01-01T00:00:00Z');
