-- SPDX-License-Identifier: Apache-2.0
--
-- A read is answered with one result fewer than was asked for, another with one more; a write likewise.
--
-- A correct client takes none of the results: it could not tell which is missing.
--
-- On the wire, 1 time: mms.listOfAccessResult == 0 && frame.comment contains "fault wrong_result_count: "
-- On the wire, 1 time: mms.listOfAccessResult == 2 && frame.comment contains "one too many"
-- On the wire, 2 times: mms.write && mms.confirmed_ResponsePDU_element && frame.comment contains "fault wrong_result_count: write"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_result_count", { at_least = 4, within = "3s" }),
  at "300ms" { fault.wrong_result_count(bay, { results = "fewer", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "500ms" })
    sleep "400ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "the answer is none")
    pcall(scada.abort, scada)
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "a new association is served")
    act(fault.wrong_result_count(bay, { results = "more", times = 1 }))
    check(kind_of(again.read, again, "LD0/XCBR1.Pos") ~= nil, "nor is one too many")
    for _, results in ipairs { "more", "fewer" } do
      again = client.connect(bay, { timeout = "500ms" })
      act(fault.wrong_result_count(bay, { results = results, service = "write", times = 1 }))
      check(kind_of(again.write, again, "LD0/LLN0.LG.lcbStatus.IntgPd", 60000) ~= nil, results .. " results of a write")
      pcall(again.abort, again)
    end
    again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "all is well behind it")
    again:release()
  end),
}
