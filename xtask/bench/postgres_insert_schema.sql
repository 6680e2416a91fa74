create table opt_out(id bigserial primary key, commitment bytea not null, salt bytea not null, body bytea not null, sealed bytea);
