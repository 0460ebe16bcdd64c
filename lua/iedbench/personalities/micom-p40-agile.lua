-- SPDX-License-Identifier: Apache-2.0
--
-- MiCOM P40 Agile of GE Grid Solutions (formerly Schneider, Alstom and Areva).

return {
  about = "MiCOM P40 Agile P14D, P14N and P94V, software 61",
  edition = "1 and 2",
  source = "GE Grid Solutions P40Agile-PX-EN-9, PIXIT of the P14D, P14N and P94V, As1 to As5; the P543 and P545 (P54x-PX2-EN-3) have the same number of clients and the same keepalive",
  clients = 16,
  keepalive = "5s",
  keepalive_interval = "5s",
  keepalive_count = 15,
  notes = {
    "probes go on for about 75 s behind the last answer (20 s in the P543 and P545)",
    "the socket of an aborted association is not free for 60 s; there are 100",
    "the selectors are checked; their values are those of the file",
  },
}
