-- SPDX-License-Identifier: Apache-2.0
--
-- Of two redundant clients only the main one, known by its AP-title, gets no answers to its reads; the standby is served.
--
-- A correct system takes over: the standby goes on with what the main client cannot do any more.
--
-- On the wire, 1 time: mms.cancel_ErrorPDU_element && tcp.stream == 0
-- Never on the wire: mms.confirmed_ResponsePDU_element && mms.read_element && tcp.stream == 0
-- On the wire, 3 times: mms.confirmed_ResponsePDU_element && tcp.stream == 1
-- Never on the wire: tcp.stream == 1 && frame.comment contains "fault no_answer: "

local bay     = ied { scl = "substation.scd", name = "FEEDER1" }
local main    = client "main"    { ap_title = "1.1.1.999.1" }
local standby = client "standby" { ap_title = "1.1.1.999.2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  expect(bay:fault_acted("no_answer", { by = main }), { within = "5s" }),
  never(bay:fault_acted("no_answer", { by = standby })),
  at "0s" { fault.no_answer(bay, { service = "read", by = main }) },

  task("two clients", function()
    sleep "10ms"
    local a = client.connect(bay, { as = main, timeout = "300ms" })
    local b = client.connect(bay, { as = standby, timeout = "5s" })
    check(kind_of(a.read, a, "LD0/XCBR1.Pos") == "no-answer", "the main client gets no answer")
    for _ = 1, 3 do
      check(b:read "LD0/XCBR1.Pos" ~= nil, "the standby is answered")
    end
    a:abort()
    b:release()
  end),
}
