-- SPDX-License-Identifier: Apache-2.0
--
-- A client that does not read is bounded: its URCB drops the oldest reports and the run is told
-- (entry_lost), its BRCB buffers, another client has everything in time. Reading again, the slow
-- one gets what is left in order, with a gap in SqNum nowhere.

local bay  = ied { scl = "reporting.cid" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbLarge01"

local CHANGES = 3000

return scenario {
  expect(urcb:entry_lost(), { within = "60s" }),

  task("SCADA", function()
    local slow, quick = client.connect(bay, { timeout = "60s" }), client.connect(bay)
    local texts  = slow:subscribe("LD0/LLN0.RP.urcbLarge01", { opt_flds = "all" })
    local quicks = quick:subscribe("LD0/LLN0.RP.urcbLarge02", { opt_flds = "all" })
    slow:pause()
    for number = 1, CHANGES do
      local values = {}
      for i = 1, 12 do
        values[i] = set(bay, "LD0/GGIO2.Txt" .. i, ("%d %s"):format(number, ("x"):rep(245)))
      end
      commit(values)
      local report = quicks:report { within = "10s" }
      if tonumber(report.members[1].value:match "^%d+") ~= number then
        check(false, "the other client has every change at once")
      end
    end
    check(quicks:problem() == nil, "the other client misses nothing")

    slow:resume()
    local last, count = 0, 0
    while last < CHANGES do
      local number = tonumber(texts:report({ within = "10s" }).members[1].value:match "^%d+")
      if number <= last then
        check(false, ("change %d comes behind %d"):format(number, last))
      end
      last, count = number, count + 1
    end
    check(count < CHANGES, "the oldest were dropped: its queue is bounded")
    check(count > 50, "the newest were not")
    check(texts:problem() == nil, "what came came in order")
    texts:finish()
    quicks:finish()
    slow:release()
    quick:release()
  end),
}
