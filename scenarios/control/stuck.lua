-- SPDX-License-Identifier: Apache-2.0
--
-- A switch that stays between its positions: the command ends with time-limit-over (16) when
-- operTimeout is over, the position stays intermediate, and no further command is taken from
-- there (invalid-position). A correct client shows the position as it is, and alarms.

local bay = ied { scl = "controls.scd", name = "CTL" }
local point = bay:control "LD0/GGIO5.DPCSO1"

return scenario {
  at "0s" { control(bay, "LD0/GGIO5.DPCSO1", { stuck = "intermediate" }) },
  expect(point:terminated { cause = "time-limit-over" }, { within = "10s" }),
  expect(point:refused { cause = "invalid-position" }, { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD0/GGIO5.DPCSO1"
    sleep "100ms"
    command:select("on")
    command:operate("on")
    local ok, failure = pcall(command.terminated, command, { within = "5s" })
    check(not ok and failure.kind == "time-limit-over", "it does not arrive")
    check(failure.error == "timeout-test-not-ok", "Error tells it, too")
    check(bay["LD0/GGIO5.DPCSO1"] == "intermediate", "it stands in between")
    ok, failure = pcall(command.select, command, "off")
    check(not ok and failure.kind == "invalid-position", "from where no command is taken")
    scada:release()
  end),
}
