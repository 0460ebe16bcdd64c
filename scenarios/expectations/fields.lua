-- SPDX-License-Identifier: Apache-2.0
--
-- What exactly an event must be like: fields are compared, matched in part, or asked about by a
-- function of the scenario's own. Here: a client that writes a set point stays within its range,
-- writes nothing else, and sees reports without a jump in SqNum.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus"

local last = -1

return scenario {
  expect(bay:wrote("LD0/MMXU1.TotW.db", { value = "success" }),             { within = "10s" }),
  expect(bay:changed("LD0/MMXU1.TotW.db", { value = { ">=", 100, "<=", 5000 } }), { within = "10s" }),
  never(bay:changed("LD0/MMXU1.TotW.db", { value = { ">", 5000 } })),
  never(bay:wrote { value = { "like", "object-*" } }),
  never(bay:wrote { reference = { "like", "LD0/PTOC*" } }),

  -- SqNum goes up by one from report to report.
  never(brcb:report_sent { where = function(e)
    local jumps = e.number ~= last + 1
    last = e.number
    return jumps
  end }),
  expect(brcb:report_sent { value = { ">=", 2 } }, { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    scada:write("LD0/MMXU1.TotW.db", 250)
    for _, position in ipairs { "off", "on", "off" } do
      bay["LD0/XCBR1.Pos"] = position
      status:report { within = "5s" }
    end
    local seen = wait(bay:changed("LD0/XCBR1.Pos", { value = "on", where = function(e) return e.at > 0 end }),
                      { within = "50ms", optional = true })
    check(seen == nil, "nothing changes any more")
    status:finish()
    scada:release()
  end),
}
