-- SPDX-License-Identifier: Apache-2.0
--
-- A system that is put into service shows every status and measured value of the device: each of them has been read or reported
-- once before it is called complete.
--
-- A correct client browses the device instead of trusting a list, and reads what it found.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

local function reads(how)
  return function()
    local scada = client.connect(bay)
    how(scada)
    scada:release()
  end
end

return scenario {
  start = bay:associated(), duration = "10s",
  expect(bay:browsed(), { within = "8s" }),
  threshold(bay:coverage "points", ">=", 95),

  stand_in("reads all that there is", reads(function(scada)
    scada:walk()
  end)),
  stand_in("trusts its list", {
    fails = { "FEEDER1 browsed within 8 s: nothing*", "*coverage*points*" },
  }, reads(function(scada)
    scada:read "LD0/XCBR1.Pos"
    scada:read "LD0/MMXU1.TotW"
  end)),
}
