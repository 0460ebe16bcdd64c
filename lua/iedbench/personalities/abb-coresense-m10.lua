-- SPDX-License-Identifier: Apache-2.0
--
-- ABB CoreSense M10: two clients and one data set, which nobody can add to.

return {
  about = "ABB CoreSense M10",
  edition = "1",
  source = "ABB CoreSense M10 manual, appendix C IEC 61850: PIXIT As1 to As7, Ds1 to Ds3, pages C63 to C65",
  clients = 2,
  keepalive = "5s",
  keepalive_interval = "5s",
  keepalive_count = 5,
  tsel = "0001",
  ssel = "0001",
  psel = "00000001",
  pdu_size = 120000,
  pdu_size_min = 1200,
  unserved = { "defineNamedVariableList", "deleteNamedVariableList" },
  notes = {
    "Mod is always on (Sr5); substitution is not supported (Sb1)",
    "quality: validity without reserved, failure, and no other detail (Sr2)",
  },
}
