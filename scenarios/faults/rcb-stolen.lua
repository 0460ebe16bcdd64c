-- SPDX-License-Identifier: Apache-2.0
--
-- Somebody else takes the control block that a client has enabled: RptEna falls, Owner is another, writes are refused.
--
-- A correct client tells its operator, takes another instance or tries again later, and does not go on as if it was subscribed.
--
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && mms.boolean == 0 && frame.comment contains "fault rcb_stolen: "
-- On the wire, 1 time: mms.data.octet-string == c0:00:02:4d && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && mms.failure == 2 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus01"

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "rcb_stolen", { within = "2s" }),
  expect(brcb:disabled { value = "another client took the control block" }, { within = "2s" }),
  never(bay:aborted()),
  at "500ms" { fault.rcb_stolen(bay, { owner = "192.0.2.77", lasting = "1s" }) },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus01", { purge = true, buffer_time = "0s" })
    sleep "700ms"
    check(scada:read "LD0/LLN0.BR.brcbStatus01.RptEna" == false, "RptEna fell")
    check(scada:read "LD0/LLN0.BR.brcbStatus01.Owner" ~= nil, "Owner is somebody else")
    check(kind_of(scada.write, scada, "LD0/LLN0.BR.brcbStatus01.RptEna", true) == "temporarily-unavailable",
          "who was robbed is refused")
    sleep "1s"
    scada:write("LD0/LLN0.BR.brcbStatus01.RptEna", true)
    bay["LD0/XCBR1.Pos"] = "off"
    check(status:report { within = "1s" } ~= nil, "later the control block is free, and reports come")
    scada:release()
  end),
}
