-- SPDX-License-Identifier: Apache-2.0
--
-- Never ends by itself: --max-time does, also when the run is stepped and hours pass at once.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  task("a clock", function()
    while true do
      sleep "1h"
      bay["LD0/XCBR1.Pos"] = "on"
    end
  end),
}
