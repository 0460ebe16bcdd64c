-- SPDX-License-Identifier: Apache-2.0
--
-- Direct control with enhanced security: behind the positive answer comes one CommandTermination,
-- positive when the position is reached, negative with its cause when it is not. A correct client
-- takes the command as done only then, and not when the answer came.

local bay    = ied { scl = "controls.scd", name = "CTL" }
local switch = bay:control "LD0/GGIO4.DPCSO1"

return scenario {
  at "1s" { control(bay, "LD0/GGIO4.DPCSO1", { fail = "blocked-by-process", travel = "50ms" }) },
  at "2s" { control(bay, "LD0/GGIO4.DPCSO1", { answer = "usual" }) },
  expect(switch:terminated { result = "positive" }, { at_least = 2, within = "10s" }),
  expect(switch:terminated { cause = "blocked-by-process" }, { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local point = scada:control "LD0/GGIO4.DPCSO1"
    check(point:operate("on").terminates, "a termination is to come")
    check(bay["LD0/GGIO4.DPCSO1"] == "intermediate", "the answer came before the position")
    point:terminated { within = "1s" }
    check(bay["LD0/GGIO4.DPCSO1"] == "on", "the termination came behind it")

    sleep "1.2s"
    check(point:operate("off").terminates, "the next one is accepted")
    local ok, failure = pcall(point.terminated, point, { within = "1s" })
    check(not ok and failure.kind == "blocked-by-process" and failure.add_cause == 9,
          "its end is negative, with the cause")
    check(bay["LD0/GGIO4.DPCSO1"] == "on", "nothing moved")

    sleep "1s"
    point:operate("off")
    point:terminated { within = "1s" }
    check(bay["LD0/GGIO4.DPCSO1"] == "off", "the third reaches its position")
    check(point:problem() == nil, "nothing came that belongs to no command")
    scada:release()
  end),
}
