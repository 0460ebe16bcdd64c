-- SPDX-License-Identifier: Apache-2.0
--
-- Select before operate with enhanced security: SBOw selects with the value, the Operate repeats
-- ctlVal, origin, ctlNum, Test and Check of it, and CommandTermination ends it. An Operate that
-- differs from its select is refused (inconsistent-parameters) and ends the selection. A correct
-- client keeps its ctlNum from SBOw to Oper, and takes a new one for the next command.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control "LD1/CSWI1.Pos"

return scenario {
  expect(pos:selected { value = "on", service = "SBOw", ctl_num = 1 }, { within = "10s" }),
  expect(pos:operated { value = "on", ctl_num = 1 }, { within = "10s" }),
  expect(pos:terminated { result = "positive", ctl_num = 1 }, { within = "10s" }),
  expect(pos:refused { cause = "inconsistent-parameters" }, { at_least = 3, within = "20s" }),
  expect(pos:refused { cause = "object-already-selected" }, { within = "20s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD1/CSWI1.Pos"
    command:select("on")
    check(bay["LD1/CSWI1.Pos.stSeld"] == true, "it is selected")
    command:operate("on")
    command:terminated { within = "1s" }
    check(bay["LD1/CSWI1.Pos"] == "on" and bay["LD1/XCBR1.Pos"] == "on", "the breaker goes with it")
    check(bay["LD1/CSWI1.Pos.stSeld"] == false, "the selection is used up")

    command:select("off")
    local ok, failure = pcall(command.select, command, "off")
    check(not ok and failure.kind == "object-already-selected", "a second select is refused")
    command:cancel()

    local wrong = { { ctl_num = 77 }, { check = "interlock" }, { or_ident = "another" } }
    for _, options in ipairs(wrong) do
      command:select("off")
      ok, failure = pcall(command.operate, command, "off", options)
      check(not ok and failure.kind == "inconsistent-parameters",
            "an operate that differs from its select is refused")
      ok, failure = pcall(command.operate, command, "off")
      check(not ok and failure.kind == "object-not-selected", "and the selection is gone")
    end
    check(bay["LD1/CSWI1.Pos"] == "on", "nothing moved")
    scada:release()
  end),
}
