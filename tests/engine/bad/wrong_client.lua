--! 16: client: "10.0.0.5" is no name: it is one word and no address
--! 17: client needs address, ap_title or ae_qualifier by which it is known
--! 18: client: ap_title is an object identifier such as "1.1.1.999", not "9.9"
--! 19: client: nothing tells D from A
--! 20: client: subject is of a certificate, and there is no TLS yet
--! 21: client has no option adress (did you mean address?)
--! 22: client: there is a client A already
--! 24: both takes at least two clients, declared ones or addresses, not what associated gives
--! 25: exactly_one: A stands there twice
--! 26: exactly_one takes an event such as bay:associated() behind the clients, not nothing
--! 27: takeover takes two clients
--! 28: takeover: within must be more than 0
--! 29: both says by whom; the event must not
--! 31: client has no word conect (did you mean connect?)
local bay = ied { scl = "feeder.cid" } local A = client "A" { address = "10.0.0.5" } local B = client "B" { ap_title = "1.1.9" , address = "10.0.0.6" }
local C = client "10.0.0.5"
local none = client "none"
local wrong = client "wrong" { ap_title = "9.9" }
local D = client "D" { ap_title = "1.1.1.1" }
local E = client "E" { subject = "CN=E" }
local F = client "F" { adress = "10.0.0.5" }
local A2 = client "A" { address = "10.0.0.7" }
return scenario { duration = "9s", 
  both(A, bay:associated()),
  exactly_one(A, A, bay:associated()),
  exactly_one(A, B),
  takeover(A, B, D),
  takeover(A, B, { within = 0 }),
  both(A, B, bay:associated { by = A }),
  task("x", function() end), client.conect,
}
