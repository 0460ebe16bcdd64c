-- SPDX-License-Identifier: Apache-2.0
--
-- An Operate with operTm is accepted now and executed at its time: a first CommandTermination
-- tells that the time came, the next one how it ended. A correct client takes none of the two
-- for the other, and may cancel until then.

local bay   = ied { scl = "controls.scd", name = "CTL" }
local point = bay:control "LD0/GGIO6.SPCSO1"

return scenario {
  expect(point:operated { value = "on" }, { within = "10s" }),
  expect(point:terminated { result = "positive" }, { at_least = 2, within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD0/GGIO6.SPCSO1"
    command:operate("on", { at = "1s" })
    check(bay["LD0/GGIO6.SPCSO1"] == false, "nothing moves yet")
    local ok, failure = pcall(command.operate, command, "on")
    check(not ok and failure.kind == "command-already-in-execution", "nor is another one taken")
    check(command:terminated { within = "2s" }.activated, "its time came")
    check(not command:terminated { within = "1s" }.activated, "then it ended")
    check(bay["LD0/GGIO6.SPCSO1"] == true, "as it was to")
    scada:release()
  end),
}
