-- Hidden words were marked with the number of their audience, so that an association asked for each word once for every museum. Now the mark
-- is the level alone (M members, A association, S staff), and whose record it is says whom the level lets in.
do $$
declare
    a record;
begin
    for a in select id, case level when 'Members' then 'M' when 'Staff' then 'S' else 'A' end as mark
               from catalogue.audience where level <> 'Public'
    loop
        update catalogue.find
           set terms = replace(terms::text, '''' || a.id || '~', '''' || a.mark || '~')::tsvector, changed_in = pg_current_xact_id()
         where terms @@ ('''' || a.id || '~'':*')::tsquery;
    end loop;
end $$;

-- Which records have a common word, chunk by chunk of 65,536 serial numbers: what the word index would answer, without a visit to each row.
-- Made again from catalogue.find by Search/Listing; what has changed since a chunk's lists were made is looked up record by record.
create table catalogue.word_listing (
    one boolean primary key default true constraint word_listing_once check (one),
    -- 0: none.
    edition int not null,
    -- Grows with every change of the lists.
    generation bigint not null,
    records int not null
);
insert into catalogue.word_listing (edition, generation, records) values (0, 0, 0);

create table catalogue.word_listed (
    edition int not null,
    word text not null,
    primary key (edition, word)
);

create table catalogue.word_chunk (
    edition int not null,
    chunk int not null,
    -- The transactions that the lists know.
    seen pg_snapshot not null,
    primary key (edition, chunk)
);

create table catalogue.word_list (
    edition int not null,
    word text not null,
    -- Field, and level of hidden words.
    variant smallint not null,
    chunk int not null,
    members bytea not null,
    places bytea,
    primary key (edition, word, variant, chunk)
);
create index word_list_of_chunk on catalogue.word_list (edition, chunk);
-- Bits and numbers hardly get smaller by compression, which costs time on every reading.
alter table catalogue.word_list alter column members set storage external;
alter table catalogue.word_list alter column places set storage external;
