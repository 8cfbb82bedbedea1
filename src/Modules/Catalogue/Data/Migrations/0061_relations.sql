-- A record's page asks which others of the museum name it; few records name any.
create index object_relations on catalogue.object using gin ((record->'relations') jsonb_path_ops) where record ? 'relations';
