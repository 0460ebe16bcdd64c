-- SPDX-License-Identifier: Apache-2.0
--
-- Two open stacks under the same file: libiec61850 says who it is, iec61850bean advertises that it would, and does not.
--
-- A correct client works without Identify, whatever servicesSupported says, and takes a missing moreFollows for TRUE.

local zillgith = ied { scl = "substation.scd", name = "FEEDER1", personality = "libiec61850" }
local beanit   = ied { scl = "substation.scd", name = "FEEDER2", personality = "iec61850bean" }

return scenario {
  never(zillgith:aborted()),
  never(beanit:aborted()),

  task("client", function()
    local scada = client.connect(zillgith, { pdu_size = 1000 })
    local who = scada:identify()
    check(who.vendor == "libiec61850.com" and who.model == "LIBIEC61850", "who it is")
    check(#scada:names "FEEDER1LD0" > 100, "all its names, page by page")
    scada:release()

    scada = client.connect(beanit)
    local fine, why = pcall(scada.identify, scada)
    check(not fine and why.kind == "service-error", "no answer to Identify")
    check(scada:read "LD0/XCBR1.Pos" == "on", "and all else is well")
    scada:release()
  end),
}
