-- SPDX-License-Identifier: Apache-2.0
--
-- A client touches a few things of each kind, so that coverage can be counted by hand.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  task("a few things", function()
    local tool = client.connect(bay)

    tool:read "LD0/XCBR1.Pos"                 -- stVal
    tool:read "LD0/XCBR1.Pos.q"
    tool:read "LD0/MMXU1[MX]"                 -- every measured value of the node
    tool:write("LD0/MMXU1.TotW.db[CF]", 250)
    check(tool:identify().vendor ~= nil, "the client is served")
    tool:release()
  end),
}
