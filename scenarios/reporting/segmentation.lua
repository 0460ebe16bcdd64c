-- SPDX-License-Identifier: Apache-2.0
--
-- A report larger than the negotiated PDU comes in segments: the same SqNum, SubSqNum from 0,
-- MoreSegmentsFollow until the last. A correct client puts them together, whatever comes between.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    for i = 1, 12 do
      bay["LD0/GGIO2.Txt" .. i] = ("%d %s"):format(i, ("x"):rep(240))
    end
    for _, size in ipairs { 600, 1000, 2000, 65000 } do
      local scada = client.connect(bay, { pdu_size = size })
      for _, rcb in ipairs { "LD0/LLN0.BR.brcbLarge", "LD0/LLN0.RP.urcbLarge01" } do
        local texts = scada:subscribe(rcb, { gi = true, purge = rcb:find "BR" and true or nil, opt_flds = "all" })
        for round = 1, 2 do
          local report = texts:report { within = "5s" }
          check(report.sq_num == round - 1, "segments share their SqNum")
          check(#report.members == 12, "together they have every member")
          check((report.segments > 1) == (size < 3000), ("a PDU of %d octets: segments or not"):format(size))
          for i, member in ipairs(report.members) do
            check(member.value:match "^%d+" == tostring(i), "each once and in its place")
          end
          if round == 1 then
            texts:interrogate()
          end
        end
        check(texts:problem() == nil, "nothing was wrong with the stream")
        texts:finish()
      end
      scada:release()
    end
  end),
}
