-- SPDX-License-Identifier: Apache-2.0
--
-- A control block is one client's: another one's writes are refused, its reads are not. Whichever
-- way its client goes (in order, A-ABORT, FIN, RST), a URCB is free again.

local bay = ied { scl = "reporting.cid" }
local urcb = bay:rcb "LD0/LLN0.RP.urcb01"
local ends = {
  function(scada) scada:release() end,
  function(scada) scada:abort() end,
  function(scada) scada:cut { how = "fin" } end,
  function(scada) scada:cut { how = "reset" } end,
}

return scenario {
  expect(urcb:reserved(), { at_least = 8, within = "20s" }),

  task("SCADA", function()
    local other = client.connect(bay, { from = "127.0.0.2" })
    local function refused(attribute, value)
      local ok, failure = pcall(other.write, other, "LD0/LLN0.RP.urcb01." .. attribute, value)
      check(not ok and failure.kind == "temporarily-unavailable", attribute .. " is another's")
    end

    for number, finish in ipairs(ends) do
      local scada = client.connect(bay)
      scada:write("LD0/LLN0.RP.urcb01.Resv", true)
      check(other:read "LD0/LLN0.RP.urcb01.Resv", "everybody sees that it is reserved")
      check(other:read "LD0/LLN0.RP.urcb01.Owner" == "7F000001", "and for whom")
      refused("Resv", true)
      refused("BufTm", 5)
      refused("RptEna", true)
      scada:write("LD0/LLN0.RP.urcb01.RptEna", true)
      refused("RptEna", false)
      refused("GI", true)
      finish(scada)
      for _ = 1, 500 do                                   -- an end needs its way to the server
        if not other:read "LD0/LLN0.RP.urcb01.Resv" then
          break
        end
        sleep "10ms"
      end
      check(not other:read "LD0/LLN0.RP.urcb01.Resv", "free after end " .. number)
      check(not other:read "LD0/LLN0.RP.urcb01.RptEna", "and disabled")
      check(other:read "LD0/LLN0.RP.urcb01.Owner" == "", "and nobody's")
      other:write("LD0/LLN0.RP.urcb01.BufTm", number)
      check(other:read "LD0/LLN0.RP.urcb01.Resv", "a write reserves it")
      other:write("LD0/LLN0.RP.urcb01.Resv", false)
    end
    other:release()
  end),
}
