-- SPDX-License-Identifier: Apache-2.0
--
-- The EntryID of a buffered report goes back to zeros.
--
-- A correct client notices that EntryIDs do not ascend, and does not resume from there.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.data.octet-string == 00:00:00:00:00:00:00:00 && frame.comment contains "fault entry_id_back: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "entry_id_back", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.entry_id_back(bay, { times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first, second = status:report { within = "2s" }, status:report { within = "2s" }
    check(first.entry_id ~= second.entry_id and not first.entry_id:find "[1-9a-f]", "the first EntryID is zeros")
    scada:release()
  end),
}
