-- SPDX-License-Identifier: Apache-2.0
--
-- The device was configured anew: it restarts, and every ConfRev and the configRev of its name plate are others.
--
-- A correct client sees that its picture of the device is old: it compares ConfRev before it enables a report control block,
-- and reads the model again, or alarms.
--
-- On the wire: tcp.flags.reset == 1 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && frame contains "2.4-changed"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "revision_changed", { within = "3s" }),
  expect(bay:powered_on(), { after = bay:powered_off(), within = "2s" }),
  at "1s" { fault.revision_changed(bay, { boot = "500ms", offset = 10, config_rev = "2.4-changed" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    local before = scada:read "LD0/LLN0.BR.brcbStatus01.ConfRev"
    check(scada:read "LD0/LLN0.NamPlt.configRev" ~= "2.4-changed", "as the file says")
    sleep "1800ms"
    scada = client.connect(bay)
    check(scada:read "LD0/LLN0.BR.brcbStatus01.ConfRev" == before + 10, "ConfRev is another")
    check(scada:read "LD0/LLN0.NamPlt.configRev" == "2.4-changed", "and so is configRev")
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus01", { opt_flds = "sequence-number,conf-revision" })
    bay["LD0/XCBR1.Pos"] = "off"
    check(status:report({ within = "3s" }).conf_rev == before + 10, "reports say so, too")
    scada:release()
  end),
}
