-- SPDX-License-Identifier: Apache-2.0
--
-- The device does one thing at a time and needs 100 ms for it: the more is asked at once, by whomever, the later all of it
-- is answered.
--
-- A correct client gives it time, asks for no more meanwhile, and does not take the device for dead.
--
-- On the wire: mms.confirmed_ResponsePDU_element && tcp.time_delta >= 0.09 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 4),
  expect(bay:fault_acted "overload", { at_least = 5, within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.overload(bay, { cost = "100ms", lasting = "3s" }) },

  task("SCADA", function()
    local scada, second = client.connect(bay), client.connect(bay)
    second:subscribe("LD0/LLN0.BR.brcbStatus01", { buffer_time = "0s" })
    sleep "500ms"
    local begun = now()
    scada:read "LD0/XCBR1.Pos"
    check(now() - begun > 0.09, "a request takes its time")
    for _ = 1, 5 do
      bay["LD0/XCBR1.Pos"] = bay["LD0/XCBR1.Pos"] == "on" and "off" or "on"
      sleep "1ms"
    end
    begun = now()
    scada:read "LD0/XCBR1.Pos"
    check(now() - begun > 0.4, "and more when five reports for somebody else stand in front of it")
    scada:release()
    second:release()
  end),
}
