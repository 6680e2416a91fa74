create table intake(id bigserial primary key, subject bytea not null, kind int not null, body jsonb, leaf bytea, at timestamptz default now());
create table delivery(intake bigint, system int, state int default 0, due timestamptz default now(), primary key(intake, system));
