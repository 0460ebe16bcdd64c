-- SPDX-License-Identifier: Apache-2.0
--
-- A read is served and never answered.
--
-- A correct client gives it up after a time, and does not count it as outstanding for ever.
--
-- On the wire: mms.read_element && mms.invokeID == 1 && tcp.dstport == 102 && tcp.stream == 1
-- Never on the wire: mms.confirmed_ResponsePDU_element && mms.invokeID == 1 && tcp.stream == 1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "no_answer", { within = "3s" }),
  at "300ms" { fault.no_answer(bay, { service = "read", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "500ms" })
    sleep "400ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "the answer is none")
    pcall(scada.abort, scada)
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "a new association is served")
    again:release()
  end),
}
