-- SPDX-License-Identifier: Apache-2.0
--
-- The file system of the device is full for a while: events are not logged, though they are reported, and what is configured
-- then is lost with the next power cycle.
--
-- A correct client does not take the log for complete, and reads back what it configured when the device was away.
--
-- On the wire, 2 times: mms.listOfJournalEntry == 1 && mms.entryIdentifier == 00:00:00:00:00:00:00:01
-- On the wire, 2 times: mms.listOfJournalEntry == 1 && tcp contains "LD0/XCBR1$ST$Pos" && frame.time_relative > 1.5
-- Never on the wire: mms.listOfJournalEntry > 1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "file_system_full", { at_least = 2, within = "2s" }),
  at "300ms" { fault.file_system_full(bay, { lasting = "900ms" }) },
  at "500ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "1500ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("historian", function()
    local historian = client.connect(bay)
    sleep "600ms"
    historian:write("LD0/LLN0.LG.lcbStatus.LogEna", false)
    historian:write("LD0/LLN0.LG.lcbStatus.IntgPd", 60000)
    historian:write("LD0/LLN0.LG.lcbStatus.LogEna", true)
    sleep "1200ms"
    local entries = historian:log "LD0/LLN0.Events"
    check(#entries == 1, "one of two events is in the log")
    check(entries[1].values[1].value.stVal == "on", "the later one")
    check(historian:read "LD0/LLN0.LG.lcbStatus.IntgPd" == 60000, "what was configured holds for now")
    act(power_cycle(bay, { lasting = "100ms", boot = "100ms", keep = true }))
    wait(bay:powered_on(), { within = "5s" })
    historian = client.connect(bay)
    check(historian:read "LD0/LLN0.LG.lcbStatus.IntgPd" == 0, "and is lost with the power")
    check(#historian:log "LD0/LLN0.Events" == 1, "what was logged is kept")
    historian:release()
  end),
}
