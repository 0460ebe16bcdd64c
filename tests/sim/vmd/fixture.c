/* SPDX-License-Identifier: Apache-2.0
 *
 * See fixture.h.
 */
#include "tests/sim/vmd/fixture.h"

#include "sim/mms/alternate_access.h"
#include "tests/hex.h"

VmdFixture *
vmd_fixture_new(void)
{
    VmdFixture *fixture = g_new0(VmdFixture, 1);

    fixture->model = sample_model();
    fixture->values = values_new(fixture->model);
    fixture->ied = vmd_ied_new(&(VmdIedParameters){ .values = fixture->values });
    fixture->vmd = vmd_ied_vmd(fixture->ied);
    fixture->caller = (VmdCaller){ .association = 1, .client = "A" };
    fixture->other = (VmdCaller){ .association = 2, .client = "B" };
    pdu_init(&fixture->pdu, 1024);
    return fixture;
}

void
vmd_fixture_free(VmdFixture *fixture)
{
    fixture->vmd->device->forget(fixture->ied, &fixture->caller);
    fixture->vmd->device->forget(fixture->ied, &fixture->other);
    vmd_ied_free(fixture->ied);
    values_free(fixture->values);
    model_unref(fixture->model);
    pdu_clear(&fixture->pdu);
    g_free(fixture);
}

MmsObjectName
vmd_name(const char *text)
{
    const char *slash = strchr(text, '/');

    if (*text == '@') {
        return (MmsObjectName){ .scope = MMS_SCOPE_ASSOCIATION,
                                .item = slice_from_string(text + 1) };
    }
    if (slash == NULL) {
        return (MmsObjectName){ .scope = MMS_SCOPE_DOMAIN,
                                .domain = slice_from_string("IED1LD0"),
                                .item = slice_from_string(text) };
    }
    return (MmsObjectName){ .scope = MMS_SCOPE_DOMAIN,
                            .domain = { (const uint8_t *)text, (size_t)(slash - text) },
                            .item = slice_from_string(slash + 1) };
}

MmsDataError
vmd_find(VmdFixture *fixture, const char *name, VmdVariable *variable)
{
    MmsObjectName object_name = vmd_name(name);

    return fixture->vmd->variables->find(fixture->ied, &fixture->caller, &object_name,
                                         variable);
}

/* A variable and a part of it, as a request names them. */
typedef struct Target {
    VmdVariable variable;
    MmsAccessStore *store;
    GByteArray *bytes;
    const MmsAccess *access;
} Target;

static MmsDataError
target_open(VmdFixture *fixture, const char *name, const char *access, Target *target)
{
    MmsDataError result = vmd_find(fixture, name, &target->variable);
    BerReader reader;

    target->store = mms_access_store_new(100);
    target->bytes = hex_parse(access != NULL ? access : "");
    target->access = NULL;
    if (result == MMS_DATA_SUCCESS && access != NULL) {
        reader = ber_reader(hex_slice(target->bytes));
        target->access = mms_alternate_access_get(&reader, target->store, 10);
        g_assert(reader.error == BER_OK && target->access != NULL);
        result = fixture->vmd->variables->check_access(fixture->ied, &target->variable,
                                                       target->access);
    }
    return result;
}

static void
target_close(Target *target)
{
    mms_access_store_free(target->store);
    g_byte_array_unref(target->bytes);
}

MmsDataError
vmd_read(VmdFixture *fixture, const char *name, const char *access)
{
    Target target;
    MmsDataError result = target_open(fixture, name, access, &target);
    BerWriter writer = ber_writer(&fixture->pdu, 65000);

    pdu_reset(&fixture->pdu);
    if (result == MMS_DATA_SUCCESS) {
        result = fixture->vmd->variables->read(fixture->ied, &fixture->caller, &target.variable,
                                               target.access, &writer);
    }
    target_close(&target);
    return result;
}

MmsDataError
vmd_write(VmdFixture *fixture, const char *name, const char *access, const char *data)
{
    const VmdVariables *variables = fixture->vmd->variables;
    g_autoptr(GByteArray) bytes = hex_parse(data);
    Target target;
    MmsDataError result = target_open(fixture, name, access, &target);

    variables->write_open(fixture->ied, &fixture->caller, NULL);
    if (result == MMS_DATA_SUCCESS) {
        result = variables->write(fixture->ied, &fixture->caller, &target.variable,
                                  target.access, hex_slice(bytes));
    }
    variables->write_close(fixture->ied, &fixture->caller);
    target_close(&target);
    return result;
}

bool
vmd_read_gives(VmdFixture *fixture, const char *name, const char *access, const char *expected)
{
    g_autoptr(GByteArray) bytes = hex_parse(expected);

    return vmd_read(fixture, name, access) == MMS_DATA_SUCCESS &&
           hex_equal(pdu_content(&fixture->pdu), hex_slice(bytes));
}
