-- What the museum itself says about a published figure that looks wrong. The figure stands as published; the remark stands beside it.
create table members.figure_remark (
    party_id uuid not null,
    edition int not null,
    verdict text not null constraint figure_remark_verdict check (verdict in ('Right', 'Wrong')),
    text text not null constraint figure_remark_text check (text = btrim(text) and length(text) between 1 and 500),
    said_at timestamptz not null,
    said_by text not null,
    version int not null default 1,
    primary key (party_id, edition),
    foreign key (party_id, edition) references members.register_figure (party_id, edition) on delete cascade
);
