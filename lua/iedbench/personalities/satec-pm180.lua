-- SPDX-License-Identifier: Apache-2.0
--
-- SATEC PM180: four clients, small PDUs, and a keepalive that takes minutes to notice anything.

return {
  about = "SATEC PM180",
  source = "SATEC PM180 IEC 61850 manual, 5 PIXIT: 5.2 ACSI models, page 32",
  clients = 4,
  keepalive = "120s",
  tsel = "0001",
  ssel = "0001",
  psel = "00000001",
  pdu_size = 16000,
  boot = "5s",
  notes = {
    "the keepalive is configurable from 120 to 600 s",
    "quality of values says validity and source only; there are no setting groups",
  },
}
