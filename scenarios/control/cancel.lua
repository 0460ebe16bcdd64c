-- SPDX-License-Identifier: Apache-2.0
--
-- Cancel ends a selection, and a command that waits for its time; it is no way to stop one that
-- is executed (command-already-in-execution). Cancelling what is not selected does no harm. A
-- correct client cancels a selection that its operator gave up.

local bay   = ied { scl = "controls.scd", name = "CTL" }
local pos   = bay:control("LD1/CSWI1.Pos", { travel = "500ms" })
local timed = bay:control "LD0/GGIO6.SPCSO1"

return scenario {
  expect(pos:cancelled(), { within = "10s" }),
  expect(timed:cancelled(), { within = "10s" }),
  expect(pos:refused { cause = "command-already-in-execution", service = "Cancel" }, { within = "10s" }),
  never(timed:terminated()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD1/CSWI1.Pos"
    command:select("on")
    command:cancel()
    check(bay["LD1/CSWI1.Pos.stSeld"] == false, "the selection is given up")
    command:cancel("on")

    command:select("on")
    command:operate("on")
    local ok, failure = pcall(command.cancel, command)
    check(not ok and failure.kind == "command-already-in-execution", "too late for a cancel")
    command:terminated { within = "2s" }

    local later = scada:control "LD0/GGIO6.SPCSO1"
    later:operate("on", { at = "2s" })
    sleep "1s"
    later:cancel()
    sleep "2s"
    check(bay["LD0/GGIO6.SPCSO1"] == false, "a command that waited is not executed")
    scada:release()
  end),
}
