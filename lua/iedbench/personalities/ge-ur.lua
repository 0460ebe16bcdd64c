-- SPDX-License-Identifier: Apache-2.0
--
-- GE Multilin UR family. A client that only waits for reports loses its association after two minutes.

return {
  about = "GE Multilin UR series, firmware 7.3 and later",
  edition = "1 and 2",
  source = {
    "GE UR series Communications Guide, 3.7 PIXIT conformance statement: As2 to As8, Rp7 (tables 3-226 and 3-230 of the UR Family guide, 3-121 and 3-123 of the UR Series guide)",
    "GE Multilin G60 instruction manual, appendix C.3.7 Connection timing: no data for two minutes and the connection is aborted",
  },
  keepalive = "20s",
  inactivity = "120s",
  inactivity_of = "traffic",
  tsel = "0001",
  ssel = "0001",
  psel = "00000001",
  pdu_size = 64000,
  pdu_size_min = 13000,
  buffer = 36864,
  boot = "120s",
  notes = {
    "quality: of details only test beside validity (Sr1, Sr2)",
    "values of fast data sets are looked at every 1/8 cycle, others every 100 ms (Rp10)",
  },
}
