-- One question a request, about somebody who opted out.
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.body = '{"identifiers":[{"kind":"email","value":"ada@example.com"}],"recipient":"acme-ads","purpose":"sharing"}'
function init(args)
  wrk.headers["authorization"] = "Bearer " .. (args[1] or "")
end
