-- SPDX-License-Identifier: Apache-2.0
--
-- A half-open link: the client is gone, the server does not know and goes on sending. Until it
-- notices, its control block is refused to whoever comes; then the client has every entry that
-- went into the void, by its last EntryID. A correct client asks again until it is let in.

local bay  = ied { scl = "reporting.cid" }
local brcb = bay:rcb "LD0/LLN0.BR.brcb01"

return scenario {
  expect(brcb:resynced(), { within = "20s" }),
  never(brcb:entry_lost()),
  never(brcb:buffer_overflowed()),

  task("SCADA", function()
    local gone = client.connect(bay)
    local values = gone:subscribe("LD0/LLN0.BR.brcb01", { opt_flds = "all", purge = true })
    bay["LD0/GGIO1.AnIn1.mag.f"] = 1
    local last = values:report { within = "5s" }
    gone:pause()
    for number = 2, 20 do
      bay["LD0/GGIO1.AnIn1.mag.f"] = number
    end
    sleep "50ms"

    local scada = client.connect(bay)
    local ok = pcall(scada.subscribe, scada, "LD0/LLN0.BR.brcb01", { entry_id = last.entry_id })
    check(not ok, "the server takes the old client for alive")
    check(scada:read "LD0/LLN0.BR.brcb01.RptEna", "and shows it")
    gone:cut()                                            -- the server's keep-alive, or its operator
    wait(brcb:disabled(), { within = "5s" })
    values = scada:subscribe("LD0/LLN0.BR.brcb01", { entry_id = last.entry_id })
    for number = 2, 20 do
      local report = values:report { within = "5s" }
      check(report.members[1].value.f == number, "what went into the void comes again, in order")
    end
    sleep "100ms"
    check(values:waiting() == 0 and values:problem() == nil, "and only once")
    values:finish()
    scada:release()
  end),
}
