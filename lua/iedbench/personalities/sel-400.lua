-- SPDX-License-Identifier: Apache-2.0
--
-- SEL-400 series (SEL-421 and its kin). Reports do not keep an association alive: a client must ask for something.

return {
  about = "SEL-400 series relays (SEL-421 and its kin)",
  source = {
    "SEL-400 Series Relays instruction manual, date code 20171006, section 17, page 17.1: seven MMS client sessions, seven buffered and seven unbuffered control blocks",
    "the same, section 15, page 15.9: MMS Inactivity, 120 or 900 s by default, since the last request of the client",
  },
  clients = 7,
  inactivity = "120s",
  inactivity_of = "requests",
  notes = {
    "the inactivity is configurable; some relays have 900 s",
    "a select ends after ten seconds, and ten may be pending (page 17.6)",
    "with MMS authentication enabled the password is that of access level 2AC (page 17.5)",
  },
}
