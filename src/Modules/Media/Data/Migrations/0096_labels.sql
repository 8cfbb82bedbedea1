-- A label photographed first says whose the frames after it are (docs/decisions/0170).
alter table media.image
    -- What its square code says; kept when the keeper makes an ordinary view of it, and when it is removed: it still parts the frames.
    add column label text constraint image_label_short check (char_length(label) between 1 and 60),
    add column label_frame boolean not null default false,
    -- The museum's own object that it names; null where there is none.
    add column label_object_id uuid,
    -- The label after which the frame was taken.
    add column labelled_by uuid,
    -- How it found its object: the number in its name, named when it was sent, a label, the sheet, its keeper.
    add column matched_by text constraint image_matched_by check (matched_by in ('Name', 'Given', 'Label', 'Sheet', 'Hand')),
    add constraint image_label_frame_says_whose check (not label_frame or label is not null),
    add constraint image_label_frame_is_no_view check (not label_frame or object_id is null),
    add constraint image_label_object_is_of_a_label check (label_object_id is null or label is not null),
    add constraint image_labelled_by_another check (labelled_by <> id),
    add constraint image_matched_by_a_label_there check (matched_by <> 'Label' or labelled_by is not null),
    add constraint image_labelled_by_one_of_its_museum foreign key (institution_id, labelled_by) references media.image (institution_id, id);
create index image_label_frames on media.image (institution_id) where label_frame;
create index image_after_label on media.image (institution_id, labelled_by) where labelled_by is not null;
