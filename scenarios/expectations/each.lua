-- SPDX-License-Identifier: Apache-2.0
--
-- What must happen again and again: every alarm is looked at soon after it changed, every lost
-- association is made anew, every enabled control block is interrogated, and every select is
-- followed by its operate.
--
-- A client that overlooks one of many, or that does it too late once, fails the line, with the
-- event that it left without an answer.

local bay    = ied { scl = "feeder.cid", name = "FEEDER1" }
local blocks = bay:rcb "LLN0.BR.*"
local switch = bay:control "LD0/CSWI1.Pos"

return scenario {
  each(bay:changed "GGIO1.Alm*", bay:read "GGIO1.Alm*", { within = "300ms", same = { "ied", "reference" } }),
  each(bay:aborted(),            bay:associated(),      { within = "1s" }),
  each(blocks:enabled(),         blocks:gi_requested(), { within = "1s", same = { "reference", "client" } }),
  each(switch:selected(),        switch:operated(),     { within = "1s", same = { "reference", "client" } }),
  each(bay:powered_on(),         bay:associated(),      { within = "5s", allow_none = true }),

  at "50ms" { pulse(bay, "LD0/GGIO1.Alm1", { width = "200ms", period = "400ms", times = 3 }) },

  task("SCADA", function()
    local scada
    local function begin()
      scada = client.connect(bay)
      scada:subscribe("LD0/LLN0.BR.brcbStatus", { gi = true, purge = true })
      scada:subscribe("LD0/LLN0.BR.brcbProt", { gi = true, purge = true })
    end
    begin()
    for round = 1, 12 do
      scada:read { "LD0/GGIO1.Alm1", "LD0/GGIO1.Alm2" }
      sleep "100ms"
      if round == 4 then
        scada:abort()
        sleep "50ms"
        begin()
      elseif round == 8 then
        local position = scada:control "LD0/CSWI1.Pos"
        position:select "off"
        position:operate "off"
        position:terminated { within = "5s" }
      end
    end
    scada:release()
  end),
}
