create schema media;

-- Files by content. The same file of two museums is one.
create table media.master (
    sha256 text primary key constraint master_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint not null constraint master_not_empty check (bytes > 0),
    state text not null constraint master_state check (state in ('Whole', 'Missing', 'Rotten')),
    kept_at timestamptz not null,
    checked_at timestamptz not null
);
create index master_by_check on media.master (checked_at);
create index master_not_whole on media.master (sha256) where state <> 'Whole';

create table media.image (
    institution_id uuid not null references members.party (id),
    id uuid not null,
    sha256 text not null references media.master (sha256),
    file_name text not null constraint image_named check (char_length(file_name) between 1 and 255),
    kind text not null constraint image_kind check (kind in ('jpeg', 'png', 'tiff', 'webp', 'heif', 'jp2k')),
    upload_id uuid not null,
    state text not null constraint image_state check (state in ('Waiting', 'Ready', 'Refused', 'Removed')),
    refusal text,
    width int not null,
    height int not null,
    pixels_per_inch double precision,
    colour text constraint image_colour check (colour ~ '^#[0-9a-f]{6}$'),
    camera jsonb,
    object_id uuid,
    place int,
    view_kind text not null constraint image_view_kind check
        (view_kind in ('None', 'Whole', 'Front', 'Back', 'Side', 'Top', 'Base', 'Mark', 'Detail', 'Damage')),
    caption_zh text not null constraint image_caption_zh_short check (char_length(caption_zh) <= 1000),
    caption_en text not null constraint image_caption_en_short check (char_length(caption_en) <= 1000),
    photographer text not null constraint image_photographer_short check (char_length(photographer) <= 200),
    rights text not null constraint image_rights_short check (char_length(rights) <= 500),
    hidden boolean not null,
    sample boolean not null,
    version int not null,
    created_at timestamptz not null,
    made_at timestamptz,
    primary key (institution_id, id),
    constraint image_has_size check (width > 0 and height > 0),
    constraint image_ready_is_made check (state <> 'Ready' or (made_at is not null and colour is not null)),
    constraint image_refused_says_why check ((state = 'Refused') = (refusal is not null)),
    constraint image_placed check ((object_id is null) = (place is null)),
    constraint image_removed_is_loose check (state <> 'Removed' or object_id is null),
    constraint image_place_once unique (institution_id, object_id, place) deferrable initially deferred
);
create unique index image_by_id on media.image (id);
-- A museum has a photograph once.
create unique index image_once on media.image (institution_id, sha256) where state <> 'Removed';
create index image_of_master on media.image (sha256);
create index image_of_object on media.image (object_id, place) where object_id is not null;
create index image_waiting on media.image (created_at) where state = 'Waiting';
create index image_of_upload on media.image (institution_id, upload_id);

create table media.arrival (
    institution_id uuid not null references members.party (id),
    upload_id uuid not null,
    id uuid not null,
    file_name text not null,
    bytes bigint not null,
    image_id uuid,
    twice boolean not null,
    refusal text,
    at timestamptz not null,
    primary key (institution_id, upload_id, id),
    constraint arrival_became_something check ((image_id is null) = (refusal is not null))
);
