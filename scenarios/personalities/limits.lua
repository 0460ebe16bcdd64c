-- SPDX-License-Identifier: Apache-2.0
--
-- A device with the limits of an ABB CoreSense M10: two clients at once, no PDU below 1200 octets, and no data sets but its own.
--
-- A correct client waits for its turn and tries again, offers PDUs that devices can fill, and works without a data set of its own.

local bay = ied { scl = "feeder.cid", personality = "abb-coresense-m10" }

local kind_of = require("iedbench.failure").kind

return scenario {
  expect(bay:refused(), { at_least = 2, within = "5s" }),
  never(bay:aborted()),

  task("clients", function()
    local first, second = client.connect(bay), client.connect(bay)
    check(kind_of(client.connect, bay) ~= nil, "a third client is one too many")
    check(first:read "LD0/XCBR1.Pos" == "on", "the first does not notice")
    check(kind_of(first.create_data_set, first, "LD0/LLN0.mine", { "LD0/XCBR1.Pos.stVal[ST]" }) ~= nil,
          "clients define no data sets")
    second:release()
    check(kind_of(client.connect, bay, { pdu_size = 1000 }) ~= nil, "its PDUs are not that small")
    local third = client.connect(bay, { pdu_size = 1200 })
    check(third:read "LD0/XCBR1.Pos" == "on", "there is room again")
    third:release()
    first:release()
  end),
}
