-- One new person a request, answered as soon as the entry is on disk.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end
local n = 0
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["prefer"] = "wait=0"
function init(args)
  run = args[1] or "0"
end
function request()
  n = n + 1
  local body = '{"identifiers":[{"kind":"email","value":"p' .. id .. "-" .. n .. "-" .. run .. '@example.com"}]}'
  return wrk.format(nil, "/v1/opt-outs", nil, body)
end
