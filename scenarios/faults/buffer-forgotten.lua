-- SPDX-License-Identifier: Apache-2.0
--
-- A device forgets what it buffered while its client was away, and which entries it sent before.
--
-- A correct client that cannot resume at its EntryID takes what there is as after a buffer overflow, and asks for everything.
--
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && mms.failure == 11 && frame.interface_name == "FEEDER1"
-- On the wire: tcp.stream > 1 && frame.comment contains "fault buffer_forgotten: "
-- Never on the wire: mms.unconfirmed_PDU_element && mms.boolean == 0 && tcp.stream > 1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus01"

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "buffer_forgotten", { within = "3s" }),
  expect(brcb:entry_lost(), { at_least = 2, within = "3s" }),
  at "1s" { fault.buffer_forgotten(bay, { rcb = "LD0/LLN0.BR.brcbStatus01" }) },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus01", { purge = true, opt_flds = "all", buffer_time = "0s" })
    bay["LD0/XCBR1.Pos"] = "off"
    local last = status:report { within = "1s" }
    scada:abort()
    sleep "500ms"
    bay["LD0/XCBR1.Pos"] = "on"
    sleep "10ms"
    bay["LD0/XCBR1.Pos"] = "off"
    sleep "700ms"

    scada = client.connect(bay)
    check(kind_of(scada.subscribe, scada, "LD0/LLN0.BR.brcbStatus01", { entry_id = last.entry_id }) ~= nil,
          "the entry that the client had last is unknown")
    status = scada:subscribe("LD0/LLN0.BR.brcbStatus01", { opt_flds = "all" })
    bay["LD0/XCBR1.Pos"] = "on"
    local first = status:report { within = "1s" }
    check(first.buf_ovfl and first.members[1].value.stVal == "on", "what happened meanwhile is gone, and BufOvfl says so")
    scada:release()
  end),
}
