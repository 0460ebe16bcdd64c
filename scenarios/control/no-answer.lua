-- SPDX-License-Identifier: Apache-2.0
--
-- A device that never answers an Operate: the client is left waiting until its own time is over.
-- A correct client gives up after a time of its own, tells that the state of the command is
-- unknown, and does not repeat it blindly. What comes meanwhile by others is refused
-- (command-already-in-execution), and all is free again when the request is withdrawn (ours sends
-- an MMS Cancel) or its association ends.

local bay = ied { scl = "controls.scd", name = "CTL" }
local point = bay:control "LD0/GGIO4.SPCSO1"

return scenario {
  at "0s" { control(bay, "LD0/GGIO4.SPCSO1", { answer = "never", times = 1 }) },
  expect(point:operated(), { within = "10s" }),
  expect(point:refused { cause = "command-already-in-execution" }, { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "1s" })
    local command = scada:control "LD0/GGIO4.SPCSO1"
    sleep "100ms"
    local ok, failure = pcall(command.operate, command, "on")
    check(not ok and failure.kind == "no-answer", "nothing comes")
  end),

  task("another client", function()
    local other = client.connect(bay)
    local command = other:control "LD0/GGIO4.SPCSO1"
    wait(point:operated(), { within = "1s" })
    local ok, failure = pcall(command.operate, command, "on")
    check(not ok and failure.kind == "command-already-in-execution", "nobody else may")
    sleep "1200ms"
    command:operate("on")
    command:terminated { within = "1s" }
    check(bay["LD0/GGIO4.SPCSO1"] == true, "what was withdrawn hinders nobody")
    other:release()
  end),
}
