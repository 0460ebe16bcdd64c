-- SPDX-License-Identifier: Apache-2.0
--
-- A disturbance record of a real protection, played again: the phase current as the RMS of each period, the trip and
-- the breaker's auxiliary contact at the moment they changed.
--
-- A correct client shows the fault current, ten times the load, for the two periods that it lasted, the trip at
-- 60 ms and the open breaker at 80 ms, with the bench's time stamps. `iedbench check float32_2013.cff` shows the
-- record's channels.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  at "1s" {
    playback(bay, { file = "float32_2013.cff", as = "rms", values = "primary", every = "20ms",
                    columns = { IA = "LD0/MMXU1.A.phsA.cVal.mag.f", TRIP = "LD0/PTRC1.Tr.general",
                                ["52A"] = "LD0/XCBR1.Pos" } }),
  },
  expect(bay:changed "LD0/MMXU1.A.phsA.cVal.mag.f", { at_least = 3, within = "3s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { opt_flds = "all", buffer_time = "0s" })
    local function wait_for(reference)
      repeat
        for _, member in ipairs(status:report { within = "3s" }.members) do
          if member.reference == reference then return member.value end
        end
      until false
    end

    check(wait_for("LD0/PTRC1.Tr").general, "the trip of the record is reported")
    local current = scada:read "LD0/MMXU1.A.phsA.cVal.mag.f"
    check(current > 130000 and current < 150000, "the fault current is 1000 A over the square root of 2, at 1000/5")
    check(wait_for("LD0/XCBR1.Pos").stVal == "off", "the breaker opens")
    sleep "100ms"
    current = scada:read "LD0/MMXU1.A.phsA.cVal.mag.f"
    check(current > 13000 and current < 15000, "and the load current is back")
    scada:release()
  end),
}
