-- Every answer that an HTTP server may give, and what a task makes of it. tests/e2e/http.py fills in the addresses.
local bay = ied { scl = "feeder.cid" }
local base = "@BASE@"
local json_null = json.null

-- What a call fails with.
local function fails(kind, text, path, options)
  local ok, failure = pcall(http.get, base .. path, options)
  check(not ok and failure.kind == kind, path .. " fails as " .. kind)
  if ok or failure.kind ~= kind then
    log(path .. ": " .. tostring(ok or failure.kind) .. ": " .. tostring(failure))
  end
  check(not ok and tostring(failure):find(text, 1, true) ~= nil, path .. " says: " .. text)
end

return scenario {
  allow_no_client = true,

  task("answers", function()
    local json = http.get(base .. "/json", { expect = { 200, 204 } })
    check(json.status == 200 and json.headers["content-type"] == "application/json", "status and headers")
    check(json.json.count == 2 and math.type(json.json.count) == "integer", "an integer")
    check(json.json.alarms[1].active == true and json.json.alarms[2] == json_null, "an array with null")
    check(json:at "alarms.1.id" == 1 and json:at "alarms.7.id" == nil and json:at "count.x" == nil, "at")
    check(http.get(base .. "/no-content").body == "", "no content")
    check(http.get(base .. "/missing").status == 404, "a status is no failure by itself")
    check(http.get(base .. "/redirect").headers.location == "/json", "a redirect is not followed")
    check(http.request(base .. "/json", { method = "HEAD" }).body == "", "HEAD")
  end),

  task("requests", function()
    local echo = http.post(base .. "/echo?a=1", { json = { text = "ä\"", list = { 1, 2 }, empty = json.array {} } }).json
    check(echo.method == "POST" and echo.path == "/echo?a=1", "POST with a query")
    check(echo.body == '{"empty":[],"list":[1,2],"text":"ä\\""}', "the body is JSON")
    check(echo.headers["content-type"] == "application/json", "its type is told")
    check(echo.headers["user-agent"]:find("^iedbench/") ~= nil and echo.headers.expect == nil, "whose request it is")
    echo = http.put(base .. "/echo", { body = "plain", headers = { ["X-Token"] = "abc", ["Content-Type"] = "text/x" } }).json
    check(echo.method == "PUT" and echo.body == "plain", "PUT")
    check(echo.headers["x-token"] == "abc" and echo.headers["content-type"] == "text/x", "headers of ours")
    echo = http.delete(base .. "/echo").json
    check(echo.method == "DELETE" and echo.body == "" and echo.headers["content-type"] == nil, "DELETE")
    check(http.post(base .. "/echo").json.headers["content-length"] == "0", "an empty POST")
    check(http.request(base .. "/echo", { method = "PATCH", body = "p" }).json.method == "PATCH", "PATCH")
  end),

  task("failures", function()
    fails("status", "status 404: no such page", "/missing", { expect = 200 })
    fails("no-answer", "no answer within 0.3 s", "/slow", { timeout = "300ms" })
    fails("no-answer", "no answer within 0.3 s", "/trickle", { timeout = "300ms" })
    fails("closed", "", "/silent")
    fails("closed", "", "/cut")
    fails("too-large", "larger than 4194304 octets", "/huge")
    fails("too-large", "larger than 10 octets", "/json", { size_max = 10 })
    local ok, failure = pcall(http.get, "http://127.0.0.1:1/")
    check(not ok and failure.kind == "connect", "nobody listens")
    ok, failure = pcall(http.get, "http://no.such.name.invalid/")
    check(not ok and failure.kind == "resolve", "nobody has that name")
    local bad = http.get(base .. "/bad-json")
    ok, failure = pcall(function() return bad.json end)
    check(not ok and failure.kind == "bad-json", "no JSON")
    check(tostring(failure) == "no JSON: line 1, column 15: a comma or the end of an array is missing", "and where")
  end),

  task("retries", function()
    check(http.get(base .. "/flaky-1").status == 503, "without retries")
    check(http.get(base .. "/flaky-2", { retries = 1, retry_every = "10ms" }).json.tries == 2, "not often enough")
    check(http.get(base .. "/flaky-3", { retries = 5, retry_every = "10ms", expect = 200 }).json.tries == 3, "often enough")
  end),

  task("many at once", function()
    for i = 1, 50 do
      check(http.get(base .. "/json").status == 200, "one of fifty")
    end
  end),

  task("eventually", function()
    local said = eventually(function()
      local answer = http.get(base .. "/flaky-eventually", { expect = 200 })
      return answer.json.tries
    end, { within = "5s", every = "20ms", text = "the server is well" })
    check(said == 3, "the function's own value")
    check(eventually(function() return false end, { within = "50ms", every = "20ms", optional = true }) == nil, "in vain")
  end),
}
