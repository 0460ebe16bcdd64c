-- SPDX-License-Identifier: Apache-2.0
--
-- The server of iec61850bean, formerly OpenIEC61850. It advertises much more than it serves, Identify and Status among it.

return {
  about = "iec61850bean 1.9 (formerly OpenIEC61850), ServerSap with its defaults",
  source = {
    "github.com/beanit/iec61850bean at c5acb251, src/main/java/com/beanit/iec61850bean/ServerSap.java: servicesSupportedCalled, PDU size, outstanding calls, nesting, MINIMUM_MMS_PDU_SIZE, maxAssociations",
    "ServerAssociation.java: a request that it does not know ends in FAILED_DUE_TO_COMMUNICATIONS_CONSTRAINT (ServiceError.java: 11), sent as class others",
  },
  clients = 100,
  pdu_size = 65000,
  pdu_size_min = 64,
  outstanding = 5,
  nesting = 10,
  services = "ee1c00000408000079ef18",
  unserved = { "status", "identify", "getCapabilityList", "readJournal", "initializeJournal", "reportJournalStatus" },
  unserved_error = 0x0C0B, -- others, 11
  notes = "a page of getNameList ends 200 octets before the PDU is full",
}
