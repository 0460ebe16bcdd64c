-- SPDX-License-Identifier: Apache-2.0
--
-- A device with a battery behind its buffer loses its power: what the client had not got yet
-- comes after the power is back, each entry exactly once, and EntryIDs go on.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus01"

return scenario {
  expect(bay:powered_off(),   { within = "20s" }),
  expect(bay:powered_on(),    { within = "20s" }),
  expect(brcb:resynced(),     { within = "30s" }),
  never(brcb:entry_lost()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus01",
                                   { opt_flds = "all", buffer_time = "0s", purge = true })
    bay["LD0/XCBR1.Pos"] = "off"
    local last = status:report { within = "5s" }
    check(last.members[1].value.stVal == "off", "the first change comes at once")

    status:finish()                                      -- it stops listening, the device buffers
    scada:release()
    local missed = { "on", "intermediate" }
    for _, position in ipairs(missed) do
      bay["LD0/XCBR1.Pos"] = position
      sleep "10ms"
    end
    act(power_cycle(bay, { lasting = "200ms", boot = "100ms", keep = true }))
    bay["LD0/XCBR1.Pos"] = "off"                         -- nobody sees it: no entry
    wait(bay:powered_on(), { within = "10s" })
    bay["LD0/XCBR1.Pos"] = "bad"
    table.insert(missed, "bad")

    scada = client.connect(bay)
    status = scada:subscribe("LD0/LLN0.BR.brcbStatus01", { entry_id = last.entry_id })
    for _, position in ipairs(missed) do
      local late = status:report { within = "5s" }
      check(late.entry_id > last.entry_id, "entries come in their order")
      check(late.members[1].value.stVal == position, "nothing is lost: " .. position)
      check(not late.buf_ovfl, "the buffer was kept")
      last = late
    end
    sleep "300ms"
    check(status:waiting() == 0, "and none comes twice")
    check(status:problem() == nil, "nothing was wrong with the stream")

    local gone = status
    act(power_cycle(bay, { lasting = "100ms", boot = "100ms" }))
    wait(bay:powered_on(), { within = "10s" })
    scada = client.connect(bay)
    check(scada:read("LD0/XCBR1.Pos.stVal") ~= "bad", "values are as at delivery")
    local refused = pcall(scada.subscribe, scada, "LD0/LLN0.BR.brcbStatus01",
                          { entry_id = last.entry_id })
    check(not refused, "a buffer that was not kept does not know the entry")
    scada:release()
  end),
}
