/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/reject.h"

#include "tests/hex.h"
#include "tests/test.h"

static BerWriter
fresh(Pdu *pdu)
{
    pdu_init(pdu, 100);
    return ber_writer(pdu, 1000);
}

static bool
is_file(Pdu *pdu, const char *name)
{
    g_autoptr(GByteArray) bytes = hex_load(name);
    bool same = hex_equal(pdu_content(pdu), hex_slice(bytes));

    pdu_clear(pdu);
    return same;
}

static void
rejects_carry_the_invoke_id_when_there_is_one(void)
{
    uint32_t id = 7;
    Pdu pdu;
    BerWriter writer = fresh(&pdu);

    mms_reject_put(&writer, &id, MMS_REJECT_UNRECOGNIZED_SERVICE);
    CU_ASSERT_TRUE(is_file(&pdu, "mms/reject_unrecognized_service.hex"));
    writer = fresh(&pdu);
    mms_reject_put(&writer, NULL, MMS_REJECT_INVALID_PDU);
    CU_ASSERT_TRUE(is_file(&pdu, "mms/reject_invalid_pdu.hex"));
}

static void
rejects_are_read(void)
{
    static const struct {
        const char *content;
        bool good;
        MmsRejected rejected;
    } rows[] = {
        { "80 01 07 81 01 01", true, { true, 7, 0x8101 } },
        { "85 01 01", true, { false, 0, 0x8501 } },
        { "8B 01 02", true, { false, 0, 0x8B02 } },
        { "80 05 00 FF FF FF FF 81 01 04", true, { true, UINT32_MAX, 0x8104 } },
        { "80 01 07", false, { 0 } },
        { "80 01 07 8C 01 00", false, { 0 } },
        { "80 01 07 81 01 01 00", false, { 0 } },
        { "81 02 01 01", false, { 0 } },
        { "", false, { 0 } },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i].content);
        MmsRejected rejected;

        CU_ASSERT_EQUAL(mms_reject_get(hex_slice(bytes), &rejected), rows[i].good);
        if (rows[i].good) {
            CU_ASSERT_EQUAL(rejected.has_invoke_id, rows[i].rejected.has_invoke_id);
            CU_ASSERT_EQUAL(rejected.invoke_id, rows[i].rejected.invoke_id);
            CU_ASSERT_EQUAL(rejected.reject, rows[i].rejected.reject);
        }
    }
}

static void
service_errors_become_bytes_in_each_pdu(void)
{
    Pdu pdu;
    BerWriter writer = fresh(&pdu);

    mms_confirmed_error_put(&writer, 6, MMS_OBJECT_NON_EXISTENT, (MmsErrorDetail){ 0 });
    CU_ASSERT_TRUE(is_file(&pdu, "mms/get_name_list_error.hex"));
    writer = fresh(&pdu);
    mms_confirmed_error_put(&writer, 9, (MmsError)0x0B07, (MmsErrorDetail){ 0x80, 0 });
    CU_ASSERT_TRUE(is_file(&pdu, "mms/obtain_file_error.hex"));
    writer = fresh(&pdu);
    mms_cancel_error_put(&writer, 5, MMS_CANCEL_INVOKE_ID_UNKNOWN);
    CU_ASSERT_TRUE(is_file(&pdu, "mms/cancel_error.hex"));
    writer = fresh(&pdu);
    mms_service_error_put(&writer, 0xAD, MMS_FURTHER_COMMUNICATION_REQUIRED,
                          (MmsErrorDetail){ 0 });
    CU_ASSERT_TRUE(is_file(&pdu, "mms/conclude_error.hex"));
    writer = fresh(&pdu);
    mms_service_error_put(&writer, 0xAA, MMS_INITIATE_PARAMETER_CBB, (MmsErrorDetail){ 0 });
    CU_ASSERT_TRUE(is_file(&pdu, "mms/initiate_error.hex"));
}

static void
service_errors_are_read_with_whatever_follows_the_class(void)
{
    static const struct {
        const char *bytes;
        int error;
    } rows[] = {
        { "A2 05 A0 03 87 01 02", 0x0702 },
        { "A2 0A A0 03 8B 01 07 A3 03 80 01 00", 0x0B07 },
        { "A2 0F A0 03 83 01 00 81 02 01 00 82 04 66 75 6C 6C", 0x0300 },
        { "A2 05 A0 03 8D 01 00", -1 },
        { "A2 05 A1 03 87 01 02", -1 },
        { "A2 02 A0 00", -1 },
        { "A2 00", -1 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i].bytes);
        BerReader reader = ber_reader(hex_slice(bytes));
        MmsError error = mms_service_error_get(&reader, 0xA2);

        CU_ASSERT_EQUAL(reader.error == BER_OK ? (int)error : -1, rows[i].error);
    }
}

TEST_SUITE(mms_reject, TEST_CASE(rejects_carry_the_invoke_id_when_there_is_one),
           TEST_CASE(rejects_are_read), TEST_CASE(service_errors_become_bytes_in_each_pdu),
           TEST_CASE(service_errors_are_read_with_whatever_follows_the_class))
