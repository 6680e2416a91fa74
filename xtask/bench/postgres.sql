with r as (
  insert into intake(subject, kind, body, leaf)
  values (sha256(random()::text::bytea), 1, '{"gpc": true,"source": "web"}', sha256(random()::text::bytea))
  returning id
)
insert into delivery(intake, system) select id, g from r, generate_series(1, 200) g;
