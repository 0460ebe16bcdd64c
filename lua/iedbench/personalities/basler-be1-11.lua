-- SPDX-License-Identifier: Apache-2.0
--
-- Basler Electric BE1-11: four clients, no data sets but its own, and controls that look at nothing beside the value.

return {
  about = "Basler Electric BE1-11 protection systems",
  source = "Basler Electric BE1-11 IEC 61850 Protocol User Manual, 9424200892 Rev F, PIXIT: table 22 (page 80), tables 24 and 26 (page 82), tables 28 and 29 (pages 84 and 85)",
  clients = 4,
  keepalive = "16s",
  unserved = { "defineNamedVariableList", "deleteNamedVariableList" },
  buffer = 1000000,
  boot = "17s",
  notes = {
    "the buffer is for all control blocks together",
    "Test, T and Check of an Operate are ignored, and the command is executed; there is no AddCause (table 28)",
    "setting groups are selected only, not edited (table 25)",
    "of the time quality only ClockNotSynchronized is set (table 29)",
  },
}
