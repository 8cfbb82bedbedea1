-- Whether a colour card was seen in a photograph; those measured before are looked at again.
alter table media.photo_check add column card boolean;
