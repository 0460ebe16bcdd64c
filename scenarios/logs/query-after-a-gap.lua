-- SPDX-License-Identifier: Apache-2.0
--
-- A log keeps what happened while nobody was there: a client that comes back asks for the entries
-- behind the last one it has, and for those of a range of times, and gets each once, in order.
-- A correct client remembers the entry it had last, and asks page after page to the end.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }
local log = bay:log "LD0/LLN0.Events"

return scenario {
  expect(log:queried { by = "127.0.0.1" }, { at_least = 4, within = "20s" }),

  task("historian", function()
    local function positions(entries)
      local found = {}
      for _, entry in ipairs(entries) do
        for _, member in ipairs(entry.values) do
          if member.reference == "LD0/XCBR1.Pos" then
            found[#found + 1] = member.value.stVal
            check(member.reasons["data-change"], "the log says why")
          end
        end
      end
      return table.concat(found, " ")
    end

    local historian = client.connect(bay)
    bay["LD0/XCBR1.Pos"] = "off"
    local entries = historian:log "LD0/LLN0.Events"
    check(positions(entries) == "off", "what happened is there")
    local last = entries[#entries]
    historian:cut()

    for _, position in ipairs { "on", "intermediate", "off" } do
      bay["LD0/XCBR1.Pos"] = position
      sleep "10ms"
    end

    historian = client.connect(bay, { pdu_size = 1000 })
    entries = historian:log("LD0/LLN0.Events", { after = last })
    check(positions(entries) == "on intermediate off", "the gap is filled in order")
    for _, entry in ipairs(entries) do
      check(entry.entry_id > last.entry_id, "ids ascend")
      last = entry
    end
    check(#historian:log("LD0/LLN0.Events", { after = last }) == 0, "and nothing comes twice")
    entries = historian:log("LD0/LLN0.Events", { from = entries[2].time, to = last.time })
    check(positions(entries) == "intermediate off", "a range of times has both its ends")
    local ok, why = pcall(historian.log, historian, "LD0/LLN0.Nothing")
    check(not ok and why.kind == "object-non-existent", "there is no such log")
    historian:release()
  end),
}
