-- SPDX-License-Identifier: Apache-2.0
--
-- A setting group is edited in a copy: nothing of it is active before it is confirmed and its
-- group activated, and only one client edits at a time.
--
-- A correct client selects the group to edit, writes all values, reads them back, confirms once,
-- and activates the group; it lives with a refusal while another client edits, and does not
-- count on values that it never confirmed.

local bay      = ied { scl = "feeder.cid", name = "FEEDER1" }
local settings = bay:settings "LD0"
local SGCB     = "LD0/LLN0.SP.SGCB."

-- What pcall caught, or what came instead of a failure.
local function refusal(scada, reference, value)
  local ok, failure = pcall(scada.write, scada, reference, value)
  return ok and "it was taken" or tostring(failure)
end

return scenario {
  expect(settings:edit_begun { value = "2" },      { within = "10s" }),
  expect(settings:edited { value = "2" },          { within = "10s" }),
  expect(settings:activated { value = "2" },       { within = "10s" }),
  expect(settings:edit_dropped(),                  { within = "10s" }),
  expect(bay:group_activated { value = "1" },      { within = "10s" }),
  never(bay:aborted()),

  task("engineer", function()
    local tool, other = client.connect(bay), client.connect(bay)

    check(tool:read "LD0/PTOC1.StrVal.setMag.f[SG]" == 400, "group 1 is active")
    tool:write(SGCB .. "EditSG", 2)
    check(tool:read "LD0/PTOC1.StrVal.setMag.f[SE]" == 480, "the copy is that of group 2")
    check(refusal(other, SGCB .. "EditSG", 3):find "temporarily%-unavailable", "one edits at a time")
    check(refusal(other, SGCB .. "CnfEdit", true):find "object%-access%-denied", "and only that one confirms")
    tool:write("LD0/PTOC1.StrVal.setMag.f[SE]", 500)
    tool:write(SGCB .. "CnfEdit", true)
    check(tool:read(SGCB .. "EditSG") == 0, "the edit is over")
    check(other:read "LD0/PTOC1.StrVal.setMag.f[SG]" == 400, "what is active is as before")

    other:write(SGCB .. "ActSG", 2)
    check(tool:read "LD0/PTOC1.StrVal.setMag.f[SG]" == 500, "the confirmed value is active")

    tool:write(SGCB .. "EditSG", 1)
    tool:write("LD0/PTOC1.StrVal.setMag.f[SE]", 600)
    tool:release()
    act(activate_group(bay, "LD0", 1))                   -- at the front panel
    check(other:read "LD0/PTOC1.StrVal.setMag.f[SG]" == 400, "what was never confirmed is gone")
    other:release()
  end),
}
