-- SPDX-License-Identifier: Apache-2.0
--
-- Toshiba GR200 series: small PDUs, so long reports come in segments, and clients define no data sets.

return {
  about = "Toshiba GR200 series protection relays",
  edition = "1 and 2",
  source = "Toshiba GR200 series instruction manual, PIXIT (Ed.1 & Ed.2): 4 Association model, page 1585; 6 Data set model, page 1587",
  keepalive = "20s",
  keepalive_interval = "5s",
  keepalive_count = 2,
  pdu_size = 16384,
  unserved = { "defineNamedVariableList", "deleteNamedVariableList" },
  boot = "130s",
  notes = {
    "no selector and no title is checked",
    "the keepalive is configurable from 1 to 20 s; a lost link is noticed 10 s behind it",
    "a setting group becomes active up to 10 s behind the answer to its selection",
  },
}
