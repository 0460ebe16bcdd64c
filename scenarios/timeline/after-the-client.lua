-- SPDX-License-Identifier: Apache-2.0
--
-- The process goes on from what the client did: nothing moves before it has subscribed, the breaker trips a while
-- behind its general interrogation, and comes back when the client has looked at it.
--
-- A correct client interrogates when it has enabled its report control block, sees the trip as a report and not by
-- polling, and then reads the breaker.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus"
local looks = expect(bay:read "LD0/XCBR1.Pos", { within = "3s", after = urcb:gi_requested() })

return scenario {
  duration = "5s",
  expect(urcb:gi_requested(), { within = "3s", after = urcb:enabled() }),
  looks,
  after(urcb:gi_requested(), { between = { "300ms", "600ms" } }) {
    log "the breaker trips",
    set(bay, "LD0/PTRC1.Tr.general", true),
    at "30ms" { set(bay, "LD0/XCBR1.Pos", "off") },
    at "200ms" { set(bay, "LD0/PTRC1.Tr.general", false) },
  },
  after(looks, "100ms") { log "and is closed again", set(bay, "LD0/XCBR1.Pos", "on") },
  after(looks, { outcome = "failed" }) { log "nobody looked at the breaker" },

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { opt_flds = "all", buffer_time = "0s" })
    local function next_position()
      repeat
        local report = status:report { within = "3s" }
        for _, member in ipairs(report.members) do
          if member.reference == "LD0/XCBR1.Pos" and member.reasons["data-change"] then
            return member.value.stVal
          end
        end
      until false
    end

    status:interrogate()
    check(next_position() == "off", "the trip is reported")
    check(scada:read "LD0/XCBR1.Pos.stVal" == "off", "and read, which is what the process waits for")
    check(next_position() == "on", "the breaker is closed behind that")
    scada:release()
  end),
}
