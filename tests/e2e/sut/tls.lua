-- TLS to a server whose certificate is of our own CA, with and without a certificate of ours.
local bay = ied { scl = "feeder.cid" }

local function fails(what, url, tls)
  local ok, failure = pcall(http.get, url, { tls = tls })
  check(not ok and failure.kind == "tls", what)
end

return scenario {
  allow_no_client = true,

  task("tls", function()
    check(http.get("@TLS@/json", { tls = { ca = "ca.pem" }, expect = 200 }).json.count == 2, "our own CA")
    check(http.get("@TLS@/json", { tls = { verify = false } }).status == 200, "anybody")
    fails("a CA that nobody knows", "@TLS@/json")
    fails("another CA", "@TLS@/json", { ca = "other.pem" })
    fails("another name", "@TLS_NAME@/json", { ca = "ca.pem" })
    check(http.get("@MUTUAL@/json", { tls = { ca = "ca.pem", cert = "client.pem", key = "client.key" } }).status == 200, "ours")
    local ok, failure = pcall(http.get, "@MUTUAL@/json", { tls = { ca = "ca.pem" } })
    check(not ok and (failure.kind == "tls" or failure.kind == "closed"), "without a certificate")
    ok, failure = pcall(http.get, "@PLAIN@/json", { tls = { ca = "ca.pem" } })
    check(not ok and failure.kind == "tls", "no TLS there")
  end),
}
