-- What is asked of clients by name fails for its reason: exit 1.
local bay = ied { scl = "feeder.cid" }
local A = client "A" { ap_title = "1.1.1.1" }
local B = client "B" { ap_title = "1.1.1.2", ae_qualifier = 7 }
return scenario { duration = "900ms",
  both(A, B, bay:browsed(), { within = "800ms" }),
  exactly_one(A, B, bay:associated()),
  takeover(A, B, { within = "200ms" }),
  takeover(B, A),
  expect(bay:wrote { by = B }, { within = "500ms" }),
  expect(bay:associated { ap_title = "1.1.1.2", ae_qualifier = { "<", 7 } }, { within = "500ms" }),
  task("two", function()
    local first, second = client.connect(bay, { as = A }), client.connect(bay, { as = B })
    first:browse()
    first:subscribe "LD0/LLN0.BR.brcbStatus"
    sleep "100ms"
    first:abort()
    sleep "300ms"
    second:release()
  end),
}
