-- SPDX-License-Identifier: Apache-2.0
--
-- One object cannot be read for some seconds: the device answers temporarily-unavailable for it. Nothing is wrong with the others,
-- nor with the association.
--
-- A correct client shows that one as invalid, goes on with the rest, and asks for it again in the next cycle.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

local function polls(on_error)
  return function()
    local scada = client.connect(bay)
    local given_up = {}
    while now() < 12 do
      for _, point in ipairs { "LD0/XCBR1.Pos", "LD0/MMXU1.TotW" } do
        if not given_up[point] and not pcall(scada.read, scada, point) then
          scada = on_error(scada, point, given_up)
        end
      end
      sleep "1s"
    end
    scada:release()
  end
end

return scenario {
  start = bay:associated(), duration = "14s",
  expect(bay:read("LD0/XCBR1.Pos", { value = "success" }), { after = bay:fault_removed "data_access_error", within = "3s" }),
  expect(bay:read "LD0/MMXU1.TotW", { after = "3s", at_least = 3, within = "5s" }),
  never(bay:aborted()),
  never(bay:associated(), { after = "10ms" }),

  at "2500ms" {
    fault.data_access_error(bay, { reference = "LD0/XCBR1.Pos.stVal", error = "temporarily-unavailable", lasting = "5s" }),
  },

  stand_in("goes on", polls(function(scada) return scada end)),
  stand_in("drops a point for ever", {
    fails = "FEEDER1 read LD0/XCBR1.Pos.stVal (success) within 3 s after *",
  }, polls(function(scada, point, given_up)
    given_up[point] = true
    return scada
  end)),
  stand_in("takes an error for a broken link", {
    fails = { "never FEEDER1 aborted*", "never FEEDER1 associated*" },
  }, polls(function(scada)
    scada:abort()
    return client.connect(bay)
  end)),
}
