-- SPDX-License-Identifier: Apache-2.0
--
-- A buffered report survives a lost link: what happened meanwhile comes later, in order, no
-- entry twice and none lost, when the client says which entry it had last.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus01"

return scenario {
  expect(bay:aborted(),     { within = "20s" }),
  expect(brcb:resynced(),   { within = "30s" }),
  never(brcb:entry_lost()),
  never(brcb:buffer_overflowed()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus01",
                                   { opt_flds = "all", buffer_time = "0s", purge = true })
    bay["LD0/XCBR1.Pos"] = "off"
    local report = status:report { within = "5s" }
    check(report.members[1].value.stVal == "off", "the first change comes at once")

    bay:abort()                                          -- the link is lost
    wait(brcb:disabled(), { within = "5s" })
    local missed = { "on", "intermediate", "off", "bad", "on" }
    for _, position in ipairs(missed) do
      bay["LD0/XCBR1.Pos"] = position
      sleep "10ms"
    end

    scada = client.connect(bay)
    status = scada:subscribe("LD0/LLN0.BR.brcbStatus01", { entry_id = report.entry_id })
    for _, position in ipairs(missed) do
      local late = status:report { within = "5s" }
      check(late.entry_id > report.entry_id, "entries come in their order")
      check(late.members[1].value.stVal == position, "nothing is lost: " .. position)
      check(not late.buf_ovfl, "the buffer had room")
      report = late
    end
    sleep "300ms"
    check(status:waiting() == 0, "and none comes twice")
    check(status:problem() == nil, "nothing was wrong with the stream")
    status:finish()
    scada:release()
  end),
}
