insert into opt_out(commitment, salt, body, sealed)
values (
  sha256(random()::text::bytea),
  substr(sha256(random()::text::bytea), 1, 16),
  convert_to('{"opt_out":{"at":"2026-11-24T09:12:41.512Z","channel":"api","purposes":["sale","sharing","targeted_advertising"],"subjects":["email:' || md5(random()::text) || '"],"deadline":"2026-12-15","policy":"us/2026-11-23"}}', 'UTF8'),
  substr(sha256(random()::text::bytea), 1, 32)
);
