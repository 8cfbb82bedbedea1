-- The sample province, where there is one: 'loading' from before its first row until after its last. Who finds it still loading at a
-- start knows that the program died half-way and that nothing else can be in the database yet.
create table platform.sample (
    one boolean primary key default true constraint sample_once check (one),
    state text not null constraint sample_state check (state in ('loading', 'loaded')),
    sign_ins jsonb not null default '[]'
);
