-- SPDX-License-Identifier: Apache-2.0
--
-- One client has it selected, the other one may not select, operate or cancel it
-- (locked-by-other-client, 27) until the first is done or its association ends. A correct client
-- tells its operator why, and does not try again and again.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control "LD1/CSWI1.Pos"

return scenario {
  expect(pos:refused { by = "127.0.0.1", cause = "locked-by-other-client", service = "SBOw" },
         { within = "10s" }),
  expect(pos:refused { cause = "locked-by-other-client", service = "Oper" }, { within = "10s" }),
  expect(pos:refused { cause = "locked-by-other-client", service = "Cancel" }, { within = "10s" }),
  expect(pos:terminated { or_ident = "B", result = "positive" }, { within = "10s" }),

  task("two control centres", function()
    local a, b = client.connect(bay), client.connect(bay)
    local first, second = a:control "LD1/CSWI1.Pos", b:control "LD1/CSWI1.Pos"
    first:select("on", { or_ident = "A" })
    for _, step in ipairs { "select", "operate", "cancel" } do
      local ok, failure = pcall(second[step], second, "on", { or_ident = "B" })
      check(not ok and failure.kind == "locked-by-other-client" and failure.add_cause == 27,
            step .. " by the other one is refused")
    end
    a:abort()
    wait(bay:aborted(), { within = "1s" })
    check(bay["LD1/CSWI1.Pos.stSeld"] == false, "the selection went with its association")
    second:select("on", { or_ident = "B" })
    second:operate("on", { or_ident = "B" })
    second:terminated { within = "1s" }
    b:release()
  end),
}
