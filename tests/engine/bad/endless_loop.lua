--! 4: this runs on and on without waiting: an endless loop? (the instruction budget is used up)
local n = 0
while true do
  n = n + 1
end
