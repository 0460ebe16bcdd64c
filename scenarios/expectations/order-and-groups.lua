-- SPDX-License-Identifier: Apache-2.0
--
-- How a client comes up, step by step: it associates, looks what there is, takes a report
-- control block, asks for a general interrogation, and only then operates on what it knows. It
-- does each step in good time behind the one before, once, and leaves in order.
--
-- A correct client holds all of it. One that enables without a general interrogation, that begins
-- twice, or that just drops the connection, fails the line that says so.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus"

return scenario {
  in_order { bay:associated(), bay:browsed(), brcb:enabled(), brcb:gi_requested(), bay:released(),
             within = "20s", gap = "5s" },
  expect(brcb:gi_requested(),  { times = 1, within = "2s" }),
  never(brcb:disabled(),       { before = brcb:gi_requested() }),
  expect(bay:browsed(),        { before = brcb:enabled(), within = "20s" }),

  -- Either way of learning the present values is right: the interrogation or reading them.
  any_of { brcb:gi_requested(), bay:read "LD0/XCBR1.Pos", within = "20s" },
  all_of { expect(brcb:report_sent(), { at_least = 2, within = "20s" }), never(bay:aborted()) },

  task("SCADA", function()
    local scada = client.connect(bay)
    scada:browse()
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { gi = true, purge = true })
    check(status:report({ within = "5s" }).members[1].reasons["general-interrogation"], "the first report answers the GI")
    bay["LD0/XCBR1.Pos"] = "off"
    check(status:report({ within = "5s" }).members[1].reasons["data-change"], "the next one tells the change")
    status:finish()
    scada:release()
  end),
}
