-- SPDX-License-Identifier: Apache-2.0
--
-- GE Multilin 8 Series. Four clients, and none with small PDUs.

return {
  about = "GE Multilin 850, protective relays of the 8 Series",
  edition = "1 and 2",
  source = "8 Series Protective Relay Platform, Communications Guide, appendix B, PIXIT version 1.0 of July 23, 2015, As1 to As8, page B-65",
  clients = 4,
  keepalive = "7200s",
  inactivity = "120s",
  inactivity_of = "traffic",
  tsel = "0001",
  ssel = "0001",
  psel = "00000001",
  pdu_size = 120000,
  pdu_size_min = 32000,
  boot = "180s",
}
