-- SPDX-License-Identifier: Apache-2.0
--
-- While Loc is true the bay itself has the switching authority: whoever is remote or in the
-- station is refused (blocked-by-switching-hierarchy). A correct client shows Loc, and offers no
-- command while it is true.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control "LD1/CSWI1.Pos"

return scenario {
  expect(pos:refused { cause = "blocked-by-switching-hierarchy", or_cat = "remote-control" },
         { within = "10s" }),
  expect(pos:refused { cause = "blocked-by-switching-hierarchy", or_cat = "station-control" },
         { within = "10s" }),
  expect(pos:terminated { result = "positive", or_cat = "bay-control" }, { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD1/CSWI1.Pos"
    bay["LD1/LLN0.Loc"] = true
    for _, category in ipairs { "remote-control", "station-control" } do
      local ok, failure = pcall(command.select, command, "on", { or_cat = category })
      check(not ok and failure.kind == "blocked-by-switching-hierarchy", category .. " is refused")
    end
    command:select("on", { or_cat = "bay-control" })
    command:operate("on", { or_cat = "bay-control" })
    command:terminated { within = "1s" }
    bay["LD1/LLN0.Loc"] = false
    command:select("off")
    command:operate("off")
    command:terminated { within = "1s" }
    check(bay["LD1/XCBR1.Pos"] == "off", "back in remote the remote client may switch")
    scada:release()
  end),
}
