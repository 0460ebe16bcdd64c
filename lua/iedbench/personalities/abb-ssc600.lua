-- SPDX-License-Identifier: Apache-2.0
--
-- ABB SSC600: five clients, and an open PCM600 is one of them.

return {
  about = "ABB SSC600 and SSC600 SW, centralised protection, version 1.5",
  source = "SSC600 and SSC600 SW Engineering Manual, version 1.5, Vertical and horizontal communication (techdoc.relays.protection-control.abb)",
  clients = 5,
  notes = {
    "an active PCM600 connection is one of the five clients",
    "names of control blocks have up to 30 characters without the two digits of their instance, 14 in edition 1 (table 1)",
  },
}
