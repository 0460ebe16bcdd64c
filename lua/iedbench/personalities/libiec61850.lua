-- SPDX-License-Identifier: Apache-2.0
--
-- The server of libiec61850 with the defaults of its configuration: what most gateways and test sets built on it show.

return {
  about = "libiec61850 1.5.3, server with its default configuration",
  edition = "2",
  source = {
    "github.com/mz-automation/libiec61850 at 7afa4039, config/stack_config.h: PDU and TPDU size, clients, keepalive, buffer, data sets",
    "src/common/inc/libiec61850_platform_includes.h: vendor, model and revision of Identify",
    "src/mms/inc_private/mms_common_internal.h: outstanding calls and nesting",
    "src/mms/iso_mms/server/mms_get_namelist_service.c, createNameListResponse: moreFollows only when it is FALSE",
    "src/iec61850/server/mms_mapping/reporting.c, RESV_TMS_IMPLICIT_VALUE",
  },
  vendor = "libiec61850.com",
  model = "LIBIEC61850",
  revision = "1.5.3",
  clients = 100,
  pdu_size = 65000,
  outstanding = 5,
  nesting = 10,
  tpdu_size = 8192,
  keepalive = "5s",
  keepalive_interval = "2s",
  keepalive_count = 2,
  more_follows_omitted = true,
  buffer = 65536,
  reservation = "10s",
  data_sets = 10,
  data_set_members = 100,
  notes = "setting groups stay reserved for 300 s (CONFIG_IEC61850_SG_RESVTMS)",
}
