-- SPDX-License-Identifier: Apache-2.0
--
-- Direct control with normal security: an Operate is all. Its positive answer says that the
-- device takes the command, not that the switch arrives, and nothing else follows. A correct
-- client sends no select, watches the position, and moves ctlNum on with each command.

local bay    = ied { scl = "controls.scd", name = "CTL" }
local signal = bay:control "LD0/GGIO2.SPCSO1"
local switch = bay:control "LD0/GGIO2.DPCSO1"

return scenario {
  expect(signal:operated { value = "on", or_cat = "remote-control" }, { within = "10s" }),
  expect(switch:operated { value = "on", or_ident = "SCADA" }, { within = "10s" }),
  never(switch:selected()),
  never(switch:terminated()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local point = scada:control "LD0/GGIO2.SPCSO1"
    check(point:model() == "direct-with-normal-security", "the model is read from the device")
    local answer = point:operate("on")
    check(answer.ctl_num == 1 and not answer.terminates, "the answer is all there is")
    check(bay["LD0/GGIO2.SPCSO1"] == true, "a signal follows at once")
    check(point:operate("off").ctl_num == 2, "ctlNum moves on")

    scada:control("LD0/GGIO2.DPCSO1"):operate("on", { or_ident = "SCADA" })
    check(scada:read "LD0/GGIO2.DPCSO1.stVal" == "intermediate", "a switch travels")
    sleep "150ms"
    check(scada:read "LD0/GGIO2.DPCSO1.stVal" == "on", "and arrives")
    check(scada:read("LD0/GGIO2.DPCSO1[ST]").origin.orCat == "remote-control", "who it was is shown")
    scada:release()
  end),
}
