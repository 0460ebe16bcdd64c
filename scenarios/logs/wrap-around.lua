-- SPDX-License-Identifier: Apache-2.0
--
-- A log is a ring: when it is full the oldest entries go, and the log control block tells which ones
-- are left. Who asks for what came behind an entry that is gone gets all that is left.
-- A correct client compares OldEntr with the entry it had last, and knows that some are missing.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }
local log = bay:log "LD0/LLN0.Events"

return scenario {
  expect(log:initialized(), { within = "20s" }),

  task("historian", function()
    local historian = client.connect(bay)
    bay["LD0/XCBR1.Pos"] = "off"
    local first = historian:log("LD0/LLN0.Events", { count = 1 })[1]
    check(historian:read "LD0/LLN0.LG.lcbStatus.OldEntr" == first.entry_id, "the log begins with it")
    local changes = 0
    repeat
      for _ = 1, 500 do
        changes = changes + 1
        bay["LD0/XCBR1.Pos"] = changes % 2 == 1 and "on" or "off"
      end
    until historian:read "LD0/LLN0.LG.lcbStatus.OldEntr" ~= first.entry_id
    local oldest = historian:read "LD0/LLN0.LG.lcbStatus.OldEntr"
    local newest = historian:read "LD0/LLN0.LG.lcbStatus.NewEntr"
    local entries = historian:log("LD0/LLN0.Events", { after = first })
    check(entries[1].entry_id == oldest, "what is left begins with OldEntr")
    check(entries[#entries].entry_id == newest, "and ends with NewEntr")
    check(#entries < changes, "the oldest went")
    check(#entries == tonumber(newest, 16) - tonumber(oldest, 16) + 1, "none is missing between")

    check(historian:clear_log "LD0/LLN0.Events" == #entries, "a client may empty it")
    check(#historian:log "LD0/LLN0.Events" == 0, "then it is empty")
    historian:release()
  end),
}
