-- SPDX-License-Identifier: Apache-2.0
--
-- A whole bay: a fault that goes, one that stays, lockout, and the operator's way back.
--
-- FEEDER1 of the station is made of the device libraries: overcurrent protection, breaker,
-- recloser, interlocking, and the load behind it. Lightning hits the line: the protection trips,
-- the recloser closes again, and it holds. Then a tree falls on it: the second trip follows the
-- reclosing, and the recloser locks out. The operator's close is refused by the interlocking,
-- until the fault is cleared and the lockout is reset.
--
-- A correct client gets every step in its order: in the reports of the protection and of the
-- status, and in the log. It asks for the interlock check when it operates, takes the refusal
-- with its AddCause, and waits for the CommandTermination.

local breaker      = require "iedbench.breaker"
local feeder       = require "iedbench.feeder"
local interlocking = require "iedbench.interlocking"
local operator     = require "iedbench.operator"
local protection   = require "iedbench.protection"
local recloser     = require "iedbench.recloser"

local bay  = ied { scl = "substation.scd", name = "FEEDER1" }
local pos  = bay:control "LD0/CSWI1.Pos"

local q0   = breaker.new(bay)
local i1   = protection.new(bay, { ptoc = "PTOC1", delay = 300, pulse = "400ms" })
local line = feeder.new(bay, { peak = 8.5, every = "1min" })
local lock, rec
rec  = recloser.new(bay, q0, { dead = 800, reclaim = 1500, changed = function() lock:update() end })
lock = interlocking.new(bay, {
  close = function() return q0:position() == "off" and not rec.locked_out end,
})

-- What the client got, one line a value: of each report control block, and of the log.
local seen = { Prot = {}, Status = {}, log = {} }

local function add(list, members)
  for _, member in ipairs(members) do
    local value = member.value
    if type(value) == "table" then
      value = value.general == nil and value.stVal or value.general
    end
    table.insert(list, member.reference:gsub("^LD0/", "") .. " " .. tostring(value))
  end
end

local function follow(name)
  return task("SCADA follows " .. name, { background = true }, function()
    local reports = client.connect(bay):subscribe("LD0/LLN0.BR.brcb" .. name)
    while true do
      add(seen[name], reports:report { within = "1min" }.members)
      check(reports:problem() == nil, "no report of " .. name .. " is missing")
    end
  end)
end

-- These lines come in this order; lines of other points stand between them.
local function in_order(name, points, expected)
  local lines = {}
  for _, line in ipairs(seen[name]) do
    for _, point in ipairs(points) do
      if line:find(point, 1, true) == 1 then
        table.insert(lines, line)
      end
    end
  end
  local got, wanted = table.concat(lines, ", "), table.concat(expected, ", ")
  if got ~= wanted then
    log("expected: " .. wanted)
    log("got:      " .. got)
  end
  check(got == wanted, #expected .. " steps in their order: " .. name)
end

-- What one trip is in the reports of the protection.
local function trip(state)
  return { "PTOC1.Str true", "PTOC1.Op true", "PTRC1.Tr true", state,
           "PTOC1.Str false", "PTOC1.Op false", "PTRC1.Tr false" }
end

local function join(...)
  local all = {}
  for _, list in ipairs { ... } do
    table.move(list, 1, #list, #all + 1, all)
  end
  return all
end

local opens  = { "XCBR1.Pos intermediate", "XCBR1.Pos off" }
local closes = { "XCBR1.Pos intermediate", "XCBR1.Pos on" }

return scenario {
  q0, i1, line, rec, lock,
  follow "Prot", follow "Status",

  expect(bay:rcb("LD0/LLN0.BR.brcbProt"):enabled(),   { within = "1s" }),
  expect(bay:rcb("LD0/LLN0.BR.brcbStatus"):enabled(), { within = "1s" }),
  expect(pos:refused { cause = "blocked-by-interlocking", check = "interlock" }, { within = "20s" }),
  expect(pos:operated { value = "on", check = "interlock" },                     { within = "20s" }),
  expect(pos:terminated { result = "positive" },                                 { within = "20s" }),

  task("weather", function()
    sleep "1s"
    log "lightning"
    line:short_circuit { current = 1800, phases = { "phsA" } }
    wait(bay:changed("LD0/XCBR1.Pos.stVal", { value = "off" }), { within = "2s" })
    line:clear()
    wait(bay:changed("LD0/RREC1.AutoRecSt.stVal", { value = "Ready" }), { within = "5s" })
    check(q0:position() == "on" and not rec.locked_out, "it recloses and holds")

    sleep "500ms"
    log "a tree"
    line:short_circuit { current = 1800, phases = { "phsA", "phsB" } }
  end),

  task("operator", function()
    wait(bay:changed("LD0/RREC1.AutoRecSt.stVal", { value = "Unsuccessful" }), { within = "20s" })
    check(q0:position() == "off" and rec.locked_out, "it locks out")
    sleep "1s"
    local scada = client.connect(bay)
    local refusal = operator.try(scada, "LD0/CSWI1.Pos", "on", { check = "interlock" })
    check(refusal == "blocked-by-interlocking", "closing is blocked")

    line:clear()
    operator.command(scada, "LD0/LLN0.LEDRs", "on")
    check(not rec.locked_out, "the lockout is reset")
    operator.command(scada, "LD0/CSWI1.Pos", "on", { check = "interlock" })
    check(q0:position() == "on", "and it closes")
    sleep "500ms"

    in_order("Prot", { "PTOC1", "PTRC1", "RREC1.AutoRecSt" }, join(
      trip "RREC1.AutoRecSt In Progress", { "RREC1.AutoRecSt CB closed", "RREC1.AutoRecSt Successful", "RREC1.AutoRecSt Ready" },
      trip "RREC1.AutoRecSt In Progress", { "RREC1.AutoRecSt CB closed" },
      trip "RREC1.AutoRecSt Unsuccessful", { "RREC1.AutoRecSt Ready" }))
    in_order("Status", { "XCBR1.Pos" }, join(opens, closes, opens, closes, opens, closes))

    for _, entry in ipairs(scada:log "LD0/LLN0.Events") do
      add(seen.log, entry.values)
    end
    in_order("log", { "PTRC1.Tr true", "XCBR1.Pos", "RREC1.AutoRecSt" }, join(
      { "PTRC1.Tr true", "RREC1.AutoRecSt In Progress" }, opens, closes,
      { "RREC1.AutoRecSt CB closed", "RREC1.AutoRecSt Successful", "RREC1.AutoRecSt Ready" },
      { "PTRC1.Tr true", "RREC1.AutoRecSt In Progress" }, opens, closes, { "RREC1.AutoRecSt CB closed" },
      { "PTRC1.Tr true" }, opens, { "RREC1.AutoRecSt Unsuccessful", "RREC1.AutoRecSt Ready" }, closes))
  end),
}
