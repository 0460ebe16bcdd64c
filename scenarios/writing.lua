-- SPDX-License-Identifier: Apache-2.0
--
-- A client writes: what is a setting or a description is taken, what is process data is refused.
--
-- A correct client reads back what it wrote, and lives with a refusal: the association stays, the
-- next request is served. The bench sees every write with its result.

local bay = ied { scl = "feeder.cid" }

-- What pcall caught, or what came instead of a failure.
local function refusal(scada, reference, value)
  local ok, failure = pcall(scada.write, scada, reference, value)
  return ok and "it was taken" or failure.kind
end

return scenario {
  expect(bay:wrote("LD0/MMXU1.TotW.db[CF]", { value = "success" }), { within = "5s" }),
  expect(bay:wrote("LD0/XCBR1.Pos.stVal[ST]", { value = "object-access-denied" }), { within = "5s" }),
  never(bay:aborted()),

  task("engineer", function()
    local tool = client.connect(bay)

    tool:write("LD0/MMXU1.TotW.db[CF]", 250)
    check(tool:read "LD0/MMXU1.TotW.db[CF]" == 250, "a dead band is read back as written")

    check(refusal(tool, "LD0/XCBR1.Pos.stVal", "on") == "object-access-denied",
          "a position cannot be written")
    check(bay["LD0/XCBR1.Pos"] ~= nil and tool:identify().vendor ~= nil, "and the association goes on")

    -- The process moves while the tool looks.
    local before = tool:read "LD0/XCBR1.Pos"
    bay["LD0/XCBR1.Pos"] = before == "on" and "off" or "on"
    check(tool:read "LD0/XCBR1.Pos" ~= before, "the next read shows the new position")

    act(set(bay, "LD0/MMXU1.TotW", { value = 6.8, q = "questionable" }))
    local power = tool:read "LD0/MMXU1.TotW[MX]"
    check(power.mag.f == 6.8 and bay["LD0/MMXU1.TotW"] == 6.8 and power.q == "questionable", "value and quality come together")
    tool:release()
  end),
}
