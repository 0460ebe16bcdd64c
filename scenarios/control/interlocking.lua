-- SPDX-License-Identifier: Apache-2.0
--
-- Interlocking and synchrocheck are looked at where Check asks for them: CILO's EnaCls and EnaOpn,
-- RSYN's Rel when closing. A correct client asks for the interlocking check, and sends a command
-- without it only when its operator may bypass it.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control "LD1/CSWI1.Pos"

return scenario {
  expect(pos:refused { cause = "blocked-by-interlocking", check = "interlock" }, { within = "10s" }),
  expect(pos:refused { cause = "blocked-by-synchrocheck" }, { within = "10s" }),
  expect(pos:operated { check = "none" }, { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD1/CSWI1.Pos"
    bay["LD1/CILO1.EnaCls"] = false
    local ok, failure = pcall(command.select, command, "on", { check = "interlock" })
    check(not ok and failure.kind == "blocked-by-interlocking", "it may not be closed")

    bay["LD1/CILO1.EnaCls"], bay["LD1/RSYN1.Rel"] = true, false
    ok, failure = pcall(command.select, command, "on", { check = "synchrocheck,interlock" })
    check(not ok and failure.kind == "blocked-by-synchrocheck", "the voltages differ")

    bay["LD1/CILO1.EnaCls"] = false
    command:select("on")
    command:operate("on")
    command:terminated { within = "1s" }
    check(bay["LD1/XCBR1.Pos"] == "on", "without Check neither is looked at")
    scada:release()
  end),
}
