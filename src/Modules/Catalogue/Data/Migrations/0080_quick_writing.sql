-- Records and the padding of their search rows are compressed one by one while an import waits. Debian's server can do it quicker; one that
-- was built without goes on as before.
do $$
begin
    alter table catalogue.object alter column record set compression lz4;
    alter table catalogue.find alter column padding set compression lz4;
exception when feature_not_supported then
    null;
end
$$;
