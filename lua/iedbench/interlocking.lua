-- SPDX-License-Identifier: Apache-2.0
--
-- Interlocking (CILO): whether a switch may be opened and closed, told whenever something that
-- matters changes. A client that asks for the check in its command is refused by the server
-- itself (AddCause blocked-by-interlocking).
--
--   local interlocking = require "iedbench.interlocking"
--   local lock = interlocking.new(bay, {
--     close = function() return bay["LD0/XCBR1.Pos"] == "off" and not lockout end,
--     watch = { "LD0/XCBR1.Pos" },
--   })
--
-- Options: ld (default "LD0"), cilo ("CILO1"), switch ("XCBR1"), open and close (functions that
-- give true when it may be done; default: it is closed, it is open), watch (what to look at
-- beside the switch: references of this IED, or events such as station:changed(reference)).

local interlocking = {}

local Interlocking = {}
Interlocking.__index = Interlocking

local function release(self, name, enabled)
  local reference = self.cilo .. "." .. name
  if self.ied[reference] ~= enabled then
    return set(self.ied, reference, enabled)
  end
end

-- Looks again; what follows from it is one commit. For rules that depend on more than values.
function Interlocking:update()
  local sets = {}
  sets[#sets + 1] = release(self, "EnaOpn", self.open() == true)
  sets[#sets + 1] = release(self, "EnaCls", self.close() == true)
  if #sets > 0 then
    commit(sets)
  end
end

local function look(self, event)
  return task(self.name .. " is looked at", { background = true }, function()
    while true do
      self:update()
      wait(event, { quiet = true })
    end
  end)
end

-- The interlocking of one switch, for scenario { ... }.
function interlocking.new(ied, options)
  options = options or {}
  local ld = (options.ld or "LD0") .. "/"
  local position = ld .. (options.switch or "XCBR1") .. ".Pos"
  local cilo = options.cilo or "CILO1"
  local self = setmetatable({
    ied = ied,
    name = tostring(ied) .. " " .. cilo,
    cilo = ld .. cilo,
    open = options.open or function() return ied[position] == "on" end,
    close = options.close or function() return ied[position] == "off" end,
  }, Interlocking)
  self[1] = look(self, ied:changed(position))
  for _, event in ipairs(options.watch or {}) do
    self[#self + 1] = look(self, type(event) == "string" and ied:changed(event) or event)
  end
  return self
end

return interlocking
