-- SPDX-License-Identifier: Apache-2.0
--
-- A client that comes back: what every SCADA system does when its link is lost.
--
--   local persistent = require "iedbench.persistent"
--   local scada = persistent.connect(bay, { every = 0.5 })

local persistent = {}

-- Tries until it is associated, at most `tries` (100) times, with `every` (0.5) seconds between two tries;
-- `options` are those of client.connect. The failure of the last try is raised.
function persistent.connect(ied, settings, options)
  local every, tries = settings and settings.every or 0.5, settings and settings.tries or 100
  while true do
    local there, who = pcall(client.connect, ied, options or { timeout = "2s" })
    if there then
      return who
    end
    tries = tries - 1
    if tries <= 0 then
      error(who, 0)
    end
    sleep(every)
  end
end

return persistent
