-- SPDX-License-Identifier: Apache-2.0
--
-- The link of a device is cut for three seconds, by a RST: the client loses its association, is refused
-- as long as the link is down, and must be back within a few seconds after it is up again.
--
-- A correct client notices the end at once, tries again at a decent pace, and reads what it missed.
--
-- On the wire, 1 time: tcp.flags.reset == 1 && tcp.srcport == 102 && frame.comment contains "fault link_down: "
-- Never on the wire: tcp.flags.syn == 1 && frame.time_relative > 1 && frame.time_relative < 4 && frame.interface_name == "FEEDER1"

local bay   = ied { scl = "feeder.cid" }

return scenario {
  expect(bay:fault_acted "link_down", { within = "2s" }),
  expect(bay:aborted(),    { within = "2s" }),
  expect(bay:associated(), { after = bay:fault_removed "link_down", within = "5s" }),
  at "1s" { fault.link_down(bay, { how = "rst", lasting = "3s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the client reads before the cut")
    wait(bay:aborted(), { within = "5s" })
    local refused = 0
    local again
    while again == nil do
      local there, who = pcall(client.connect, bay, { timeout = "1s" })
      if there then
        again = who
      else
        refused = refused + 1
        sleep "500ms"
      end
    end
    check(refused > 2, "nobody gets in while the link is down")
    check(again:read "LD0/XCBR1.Pos" ~= nil, "the client reads again")
    again:release()
  end),
}
