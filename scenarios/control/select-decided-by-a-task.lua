-- SPDX-License-Identifier: Apache-2.0
--
-- With asks = { "select", "cancel" } a task decides these, too: a device may refuse a selection
-- or a cancel for reasons of its own. A correct client shows the cause of a refused select and
-- does not operate behind it.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control("LD1/CSWI1.Pos", { by = "scenario", asks = { "select", "cancel" } })

return scenario {
  expect(pos:refused { service = "SBOw", cause = "no-access-authority" }, { within = "10s" }),
  expect(pos:refused { service = "Cancel", cause = "not-supported" }, { within = "10s" }),
  never(pos:operated { or_ident = "not-selected" }),

  task("device", function()
    wait(pos:selected(), { within = "10s" }):refuse("no-access-authority")
    wait(pos:selected(), { within = "10s" }):accept()
    wait(pos:cancelled(), { within = "10s" }):refuse("not-supported")
    wait(pos:cancelled(), { within = "10s" }):accept()
  end),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD1/CSWI1.Pos"
    local ok, failure = pcall(command.select, command, "on")
    check(not ok and failure.kind == "no-access-authority", "the select is refused")
    command:select("on")
    ok, failure = pcall(command.cancel, command)
    check(not ok and failure.kind == "not-supported", "so is a cancel")
    check(bay["LD1/CSWI1.Pos.stSeld"] == true, "it is still selected")
    command:cancel()
    check(bay["LD1/CSWI1.Pos.stSeld"] == false, "until it is cancelled")
    scada:release()
  end),
}
