-- What photographs must reach, as a museum states it for itself or an association for its members, each value with the standard that it
-- quotes (docs/decisions/0198). Advice only: nothing refers to it but the second look at a photograph.
create table media.wanted_sizes (
    party_id uuid primary key references members.party (id),
    edge int constraint wanted_sizes_edge check (edge between 500 and 100000),
    edge_source text not null,
    solid_edge int constraint wanted_sizes_solid_edge check (solid_edge between 500 and 100000),
    solid_source text not null,
    flat_ppi int constraint wanted_sizes_flat_ppi check (flat_ppi between 50 and 5000),
    flat_source text not null,
    version int not null,
    changed_at timestamptz not null,
    constraint wanted_sizes_sources_short check (char_length(edge_source) <= 120 and char_length(solid_source) <= 120 and char_length(flat_source) <= 120),
    constraint wanted_sizes_sources_of_something check (
        (edge is not null or edge_source = '') and (solid_edge is not null or solid_source = '') and (flat_ppi is not null or flat_source = ''))
);

-- The size is judged by itself, from what is stored: when, and whether it was too small. What stood in advised of the size goes out of it.
alter table media.photo_check
    add column small boolean not null default false,
    add column sized_at timestamptz;
update media.photo_check set advised = coalesce(sharpness < 0.02, false) or lightest < 110 or darkest > 150 where advised;
drop index media.photo_check_advised;
create index photo_check_advised on media.photo_check (institution_id) where advised or small;
create index photo_check_sized on media.photo_check (sized_at nulls first);

-- New tiles, another object, another scale: judged anew.
create function media.size_of_new_tiles() returns trigger language plpgsql as $$
begin
    new.sized_at := null;
    return new;
end $$;
create trigger size_of_new_tiles before update of made_at on media.photo_check for each row
    when (old.made_at is distinct from new.made_at) execute function media.size_of_new_tiles();

create function media.size_of_another_object() returns trigger language plpgsql as $$
begin
    update media.photo_check set sized_at = null where institution_id = new.institution_id and image_id = new.id and sized_at is not null;
    return null;
end $$;
create trigger size_of_another_object after update of object_id, pixels_per_centimetre on media.image for each row
    when ((old.object_id, old.pixels_per_centimetre) is distinct from (new.object_id, new.pixels_per_centimetre)) execute function media.size_of_another_object();
