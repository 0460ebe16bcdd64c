-- An error that is no text, and cannot be made one: exit 2 at line 6.
local bay = ied { scl = "feeder.cid" }
return scenario {
  allow_no_client = true,
  task("odd", function()
    error(setmetatable({}, { __tostring = function() error "again" end }))
  end),
}
