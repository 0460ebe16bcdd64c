-- SPDX-License-Identifier: Apache-2.0
--
-- GE Multilin 3 Series. The third client is the last one.

return {
  about = "GE Multilin 339, protective relays of the 3 Series, firmware 2.30",
  edition = "1 and 2",
  source = "3 Series Protective Relay Platform, Communications Guide, PIXIT version 1.10 of January 3, 2017, As1 to As8, page A-58",
  clients = 3,
  keepalive = "20s",
  inactivity = "120s",
  inactivity_of = "traffic",
  tsel = "0001",
  ssel = "0001",
  psel = "00000001",
  pdu_size = 120000,
  pdu_size_min = 700,
  boot = "50s",
  notes = "90 s until it listens when it makes its default.cid",
}
