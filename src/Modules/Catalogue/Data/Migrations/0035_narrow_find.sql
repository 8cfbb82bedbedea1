-- The words of a row are long and only the index reads them, yet they lay between the numbers, so that a search of a common word walked over
-- nine times the pages it needed. PostgreSQL moves a value out of its row only where the row is longer than 2,032 bytes: the
-- padding, some 30 bytes once compressed, makes every row so long that its words are moved out.
alter table catalogue.find set (toast_tuple_target = 128);
alter table catalogue.find alter column terms set storage external;
alter table catalogue.find add column padding text generated always as (repeat(' ', 2000)) stored;
alter table catalogue.find alter column padding set storage main;
