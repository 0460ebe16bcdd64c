-- SPDX-License-Identifier: Apache-2.0
--
-- ResvTms of a buffered control block outlives its association by that many seconds: its host may
-- come back, others wait until it is over.

local bay = ied { scl = "reporting.cid" }
local brcb = bay:rcb "LD0/LLN0.BR.brcb01"

return scenario {
  expect(brcb:reserved(), { at_least = 3, within = "30s" }),

  task("SCADA", function()
    local other = client.connect(bay, { from = "127.0.0.2" })
    local function is_refused()
      local ok, failure = pcall(other.write, other, "LD0/LLN0.BR.brcb01.ResvTms", 5)
      return not ok and failure.kind == "temporarily-unavailable"
    end

    local scada = client.connect(bay)
    scada:write("LD0/LLN0.BR.brcb01.ResvTms", 2)
    scada:write("LD0/LLN0.BR.brcb01.RptEna", true)
    check(is_refused(), "it is reserved")
    scada:cut()
    wait(brcb:disabled(), { within = "5s" })
    check(is_refused(), "also when its client is gone")

    scada = client.connect(bay)
    scada:write("LD0/LLN0.BR.brcb01.RptEna", true)
    scada:cut()
    wait(brcb:disabled(), { within = "5s" })
    sleep "1200ms"
    check(other:read "LD0/LLN0.BR.brcb01.ResvTms" == 1, "the seconds count down")
    check(is_refused(), "and are not over")
    sleep "1200ms"
    check(other:read "LD0/LLN0.BR.brcb01.ResvTms" == 0, "now they are")
    check(not is_refused(), "and it is free for others")
    other:write("LD0/LLN0.BR.brcb01.ResvTms", 0)
    check(other:read "LD0/LLN0.BR.brcb01.Owner" == "", "0 gives it back")
    other:release()
  end),
}
