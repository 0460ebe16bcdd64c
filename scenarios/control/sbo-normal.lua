-- SPDX-License-Identifier: Apache-2.0
--
-- Select before operate with normal security: a read of SBO selects and gives the reference, an
-- empty answer means that it was not selected. The selection ends with the Operate, with a
-- Cancel, or with sboTimeout. A correct client operates only what it has selected.

local bay   = ied { scl = "controls.scd", name = "CTL" }
local point = bay:control "LD0/GGIO3.SPCSO1"

return scenario {
  expect(point:selected { service = "SBO" }, { at_least = 2, within = "10s" }),
  expect(point:operated { value = "on" }, { within = "10s" }),
  expect(point:cancelled(), { within = "10s" }),
  expect(point:refused { cause = "object-not-selected", service = "Oper" }, { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD0/GGIO3.SPCSO1"
    check(command:select().selected == "CTLLD0/GGIO3$CO$SPCSO1", "the answer is the reference")
    check(scada:read "LD0/GGIO3.SPCSO1.stSeld" == true, "stSeld shows it")
    command:operate("on")
    check(bay["LD0/GGIO3.SPCSO1"] == true, "the operate is executed")
    check(bay["LD0/GGIO3.SPCSO1.stSeld"] == false, "which ended the selection")

    local ok, failure = pcall(command.operate, command, "off")
    check(not ok and failure.kind == "object-not-selected", "a second operate is refused")

    command:select()
    command:cancel("off")
    ok, failure = pcall(command.operate, command, "off")
    check(not ok and failure.kind == "object-not-selected", "a cancel ended the next selection")
    check(bay["LD0/GGIO3.SPCSO1"] == true, "nothing moved")
    scada:release()
  end),
}
