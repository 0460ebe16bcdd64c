-- SPDX-License-Identifier: Apache-2.0
--
-- The log of the device is empty from one moment to the next; what is logged from then on has higher EntryIDs.
--
-- A correct client sees that the entry it had last is gone, shows the gap, and goes on behind it.
--
-- On the wire, 1 time: mms.listOfJournalEntry == 1 && mms.entryIdentifier == 00:00:00:00:00:00:00:01 && frame.time_relative < 1
-- On the wire, 1 time: mms.listOfJournalEntry == 1 && mms.entryIdentifier == 00:00:00:00:00:00:00:02 && frame.time_relative > 1.2
-- Never on the wire: mms.entryIdentifier == 00:00:00:00:00:00:00:01 && frame.time_relative > 1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "log_wiped", { within = "2s" }),
  expect(bay:fault_removed "log_wiped", { within = "2s" }),
  never(bay:aborted()),
  at "300ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "1s" { fault.log_wiped(bay) },
  at "1200ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("historian", function()
    local historian = client.connect(bay)
    sleep "500ms"
    local entries = historian:log "LD0/LLN0.Events"
    check(#entries == 1, "one entry is there")
    local last = entries[1]
    sleep "1s"
    entries = historian:log "LD0/LLN0.Events"
    check(#entries == 1 and entries[1].entry_id > last.entry_id, "it is gone, and the next one has another EntryID")
    historian:release()
  end),
}
