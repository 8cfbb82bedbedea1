-- A cooperation that carries out a task of an agreement, or all its plain tasks. The agreement lives in another module.
alter table cooperation.cooperation
    add column agreement_id uuid,
    add column agreement_line text,
    add column agreement_text int,
    add constraint cooperation_agreed_as_a_whole check (num_nonnulls(agreement_id, agreement_line, agreement_text) in (0, 3));
create unique index cooperation_once_for_agreed_work on cooperation.cooperation (agreement_id, agreement_line);
