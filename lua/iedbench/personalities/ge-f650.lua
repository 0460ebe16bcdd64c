-- SPDX-License-Identifier: Apache-2.0
--
-- GE Multilin F650 bay controller. An association without traffic for two minutes is closed, TCP keepalive or not.

return {
  about = "GE Multilin F650 digital bay controller, firmware 7.52",
  edition = "1",
  source = "GEK-106310-AF, F650 Digital Bay Controller, 7.2.7.3.12 (PIXIT for F650 relay V1_10 firm7_52), As1 to As8, page 7-201; 7.2.3 TCP connection timing, page 7-9",
  clients = 5,
  keepalive = "5s",
  inactivity = "120s",
  inactivity_of = "traffic",
  tsel = "0001",
  ssel = "0001",
  psel = "00000001",
  pdu_size = 120000,
  pdu_size_min = 7000,
  boot = "90s",
  notes = "the inactivity is configurable from 120 to 1800 s; firmware before 7.20 has 30 s",
}
