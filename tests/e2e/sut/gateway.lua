-- A trip shows in the API of the SCADA system, is acknowledged there, survives a restart of it, and goes when it is
-- over. tests/e2e/exec.py fills in the stand-in and its port.
local bay   = ied { scl = "feeder.cid" }
local scada = exec { name = "scada", command = "exec @PYTHON@ @GATEWAY@ @IEDBENCH@ @PORT@",
                     ready = "the API is at port \\d+", expect_status = false }
local api   = "http://127.0.0.1:@PORT@"
local point = "FEEDER1LD0/PTRC1$ST$Tr"

local function alarm()
  local answer = http.get(api .. "/alarms", { expect = 200, timeout = "2s" })
  for _, one in ipairs(answer.json.alarms) do
    if one.point == point then
      return one
    end
  end
  return nil, #answer.json.alarms .. " alarms, connected: " .. tostring(answer:at "connected")
end

return scenario {
  expect(bay:rcb("LD0/LLN0.BR.brcbStatus"):enabled(), { at_least = 2, within = "30s" }),
  expect(scada:ended { signal = 9 }, { within = "30s" }),

  task("operator", function()
    eventually(function() return http.get(api .. "/alarms").json.connected end, { within = "10s", every = "100ms" })
    check(alarm() == nil, "no alarm before")
    bay["LD0/PTRC1.Tr"] = true
    local seen = eventually(alarm, { within = "5s", every = "50ms", text = "the trip shows" })
    check(seen.acknowledged == false and seen.since:find("^%d+-%d+-%d+T") ~= nil, "with its time")
    check(http.post(api .. "/acknowledge", { json = { point = point }, expect = 200 }).json.done, "acknowledged")
    check(alarm().acknowledged == true, "and shown as such")

    check(scada:running(), "it runs")
    scada:restart { after = "100ms" }
    check(scada:output_contains "the API is at port", "it started again")
    eventually(alarm, { within = "10s", every = "100ms", text = "the trip shows behind a restart" })
    bay["LD0/PTRC1.Tr"] = false
    eventually(function() return alarm() == nil end, { within = "5s", every = "50ms", text = "it goes" })
    local last = scada:stop()
    check(last.signal == 15 and not scada:running(), "stopped")
    local ok, failure = pcall(http.get, api .. "/alarms")
    check(not ok and failure.kind == "connect", "nobody answers any more")
  end),
}
