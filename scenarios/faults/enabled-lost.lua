-- SPDX-License-Identifier: Apache-2.0
--
-- RptEna falls by itself: no report comes any more, and nobody says so.
--
-- A correct client notices, by an integrity report that does not come or by reading RptEna, and enables again.
--
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && mms.boolean == 0 && frame.comment contains "fault enabled_lost: "
-- Never on the wire: mms.unconfirmed_PDU_element && frame.time_relative > 0.5 && frame.time_relative < 0.9

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus01"

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "enabled_lost", { within = "3s" }),
  expect(urcb:disabled { value = "the device lost it" }, { within = "3s" }),
  never(bay:aborted()),
  at "500ms" { fault.enabled_lost(bay, { rcb = "LD0/LLN0.RP.urcbStatus" }) },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus01", { buffer_time = "0s" })
    bay["LD0/XCBR1.Pos"] = "off"
    check(status:report { within = "1s" } ~= nil, "reports come")
    sleep "600ms"
    check(scada:read "LD0/LLN0.RP.urcbStatus01.RptEna" == false, "RptEna fell")
    bay["LD0/XCBR1.Pos"] = "on"
    sleep "400ms"
    check(status:waiting() == 0, "no report comes")
    scada:write("LD0/LLN0.RP.urcbStatus01.RptEna", true)
    bay["LD0/XCBR1.Pos"] = "off"
    check(status:report { within = "1s" } ~= nil, "enabled again, they come again")
    scada:release()
  end),
}
