-- How large an object is on its photograph, as its keeper states it; what the file says may be a camera's invention.
alter table media.image add column pixels_per_centimetre double precision
    constraint image_scale check (pixels_per_centimetre > 0 and pixels_per_centimetre <= 100000);

-- A part of an image with something to say about it; in percent of the upright image, so that any size of it shows the same.
create table media.detail (
    institution_id uuid not null,
    id uuid not null,
    image_id uuid not null,
    x numeric(7,4) not null,
    y numeric(7,4) not null,
    width numeric(7,4) not null,
    height numeric(7,4) not null,
    caption_zh text not null constraint detail_caption_zh_short check (char_length(caption_zh) <= 1000),
    caption_en text not null constraint detail_caption_en_short check (char_length(caption_en) <= 1000),
    version int not null,
    created_at timestamptz not null,
    primary key (institution_id, id),
    foreign key (institution_id, image_id) references media.image (institution_id, id),
    constraint detail_inside check (x >= 0 and y >= 0 and width > 0 and height > 0 and x + width <= 100 and y + height <= 100),
    constraint detail_said check (caption_zh <> '' or caption_en <> '')
);
create unique index detail_by_id on media.detail (id);
create index detail_of_image on media.detail (institution_id, image_id);

-- An image that is a view all round, to be looked about in.
create table media.panorama (
    institution_id uuid not null,
    image_id uuid not null,
    title_zh text not null constraint panorama_title_zh_short check (char_length(title_zh) between 1 and 200),
    title_en text not null constraint panorama_title_en_short check (char_length(title_en) <= 200),
    version int not null,
    created_at timestamptz not null,
    primary key (institution_id, image_id),
    foreign key (institution_id, image_id) references media.image (institution_id, id)
);

-- A place in it, in percent from its left and upper edge.
create table media.hotspot (
    institution_id uuid not null,
    id uuid not null,
    image_id uuid not null,
    x numeric(7,4) not null,
    y numeric(7,4) not null,
    label_zh text not null constraint hotspot_label_zh_short check (char_length(label_zh) between 1 and 200),
    label_en text not null constraint hotspot_label_en_short check (char_length(label_en) <= 200),
    text_zh text not null constraint hotspot_text_zh_short check (char_length(text_zh) <= 2000),
    text_en text not null constraint hotspot_text_en_short check (char_length(text_en) <= 2000),
    created_at timestamptz not null,
    primary key (institution_id, id),
    foreign key (institution_id, image_id) references media.panorama (institution_id, image_id) on delete cascade,
    constraint hotspot_inside check (x between 0 and 100 and y between 0 and 100)
);
create index hotspot_of_panorama on media.hotspot (institution_id, image_id, x);

-- Models, sound and film: whole files of the same store.
create table media.multimedia (
    institution_id uuid not null references members.party (id),
    id uuid not null,
    sha256 text not null references media.master (sha256),
    bytes bigint not null constraint multimedia_not_empty check (bytes > 0),
    file_name text not null constraint multimedia_named check (char_length(file_name) between 1 and 255),
    kind text not null constraint multimedia_kind check (kind in ('glb', 'mp3', 'm4a', 'ogg', 'wav', 'mp4', 'webm')),
    blanks jsonb not null,
    object_id uuid not null,
    title_zh text not null constraint multimedia_title_zh_short check (char_length(title_zh) <= 200),
    title_en text not null constraint multimedia_title_en_short check (char_length(title_en) <= 200),
    description_zh text not null constraint multimedia_description_zh_short check (char_length(description_zh) <= 4000),
    description_en text not null constraint multimedia_description_en_short check (char_length(description_en) <= 4000),
    transcript_zh text not null constraint multimedia_transcript_zh_short check (char_length(transcript_zh) <= 100000),
    transcript_en text not null constraint multimedia_transcript_en_short check (char_length(transcript_en) <= 100000),
    poster_id uuid,
    hidden boolean not null,
    removed boolean not null,
    version int not null,
    created_at timestamptz not null,
    primary key (institution_id, id),
    foreign key (institution_id, poster_id) references media.image (institution_id, id),
    -- What the eyes or the ears of some cannot take in is described before it is shown; a model has a still picture too.
    constraint multimedia_shown_is_described check (hidden or (title_zh <> '' and description_zh <> '')),
    constraint multimedia_model_has_poster check (hidden or kind <> 'glb' or poster_id is not null)
);
create unique index multimedia_by_id on media.multimedia (id);
create unique index multimedia_once on media.multimedia (institution_id, object_id, sha256) where not removed;
create index multimedia_of_object on media.multimedia (object_id) where not removed;
create index multimedia_of_master on media.multimedia (sha256);

-- What was measured of a photograph when its tiles were made: advice for its keeper, never published.
create table media.photo_check (
    institution_id uuid not null,
    image_id uuid not null,
    made_at timestamptz not null,
    sharpness double precision,
    darkest int not null,
    lightest int not null,
    print bigint not null,
    advised boolean not null,
    primary key (institution_id, image_id),
    foreign key (institution_id, image_id) references media.image (institution_id, id)
);
create index photo_check_advised on media.photo_check (institution_id) where advised;
