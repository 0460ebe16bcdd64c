-- SPDX-License-Identifier: Apache-2.0
--
-- brcb01 is preassigned to the client IED HMI, which is 127.0.0.2 on this bench: nobody else
-- gets that instance.

local bay = ied { scl = "reports.cid", name = "GIVEN", clients = { HMI = "127.0.0.2" } }

return scenario {
  expect(bay:rcb("LD0/LLN0.BR.brcb01"):enabled(), { within = "5s", by = "127.0.0.2" }),

  task("two clients", function()
    local desk = client.connect(bay)
    local ok, failure = pcall(desk.write, desk, "LD0/LLN0.BR.brcb01.RptEna", true)
    check(not ok and failure.kind == "temporarily-unavailable", "it is not the desk's")
    check(desk:read("LD0/LLN0.BR.brcb01.Owner") == "7F000002", "but the HMI's")

    local hmi = client.connect(bay, { from = "127.0.0.2" })
    hmi:write("LD0/LLN0.BR.brcb01.RptEna", true)
    check(hmi:read("LD0/LLN0.BR.brcb01.ResvTms") == -1, "and stays so")
  end),
}
