-- SPDX-License-Identifier: Apache-2.0
--
-- One segment of a report that is larger than the PDU has a SubSqNum that is not its turn.
--
-- A correct client does not put such a report together, tells that a segment is missing, and keeps its association.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.unsigned == 9 && frame.comment contains "fault wrong_sub_sq_num: "
-- On the wire: mms.unconfirmed_PDU_element && mms.unsigned == 1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "reporting.cid" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_sub_sq_num", { times = 1, within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.wrong_sub_sq_num(bay, { offset = 9, times = 1 }) },

  task("SCADA", function()
    for i = 1, 12 do
      bay["LD0/GGIO2.Txt" .. i] = ("%d %s"):format(i, ("x"):rep(240))
    end
    local scada = client.connect(bay, { pdu_size = 1000 })
    local texts = scada:subscribe("LD0/LLN0.BR.brcbLarge", { gi = true, purge = true, opt_flds = "all" })
    local first = texts:report { within = "2s" }
    check(first.segments > 1 and #first.members == 12, "the first report comes whole, in segments")
    sleep(0.5 - now())
    texts:interrogate()
    pcall(texts.report, texts, { within = "1s" })
    check(texts:problem() ~= nil, "the client tells that a segment is missing")
    scada:release()
  end),
}
