/* SPDX-License-Identifier: Apache-2.0
 *
 * What a request must hold against before the process is asked (IEC 61850-7-2 20.5): one row a
 * check, in their order. The state was looked at before.
 */
#include "sim/acsi/control_private.h"

#include "sim/mms/data.h"

enum { SBO = 1 << CONTROL_SBO, SBOW = 1 << CONTROL_SBOW, OPER = 1 << CONTROL_OPER };

/* True: it fails. */
typedef bool (*Check)(ControlRequest *request);

typedef struct CheckRow {
    unsigned services; /* that it is for */
    bool again;        /* also when the activation time came */
    Check fails;
    MmsDataError error;
    AddCause cause;
} CheckRow;

static bool
has_bad_origin(ControlRequest *request)
{
    const ControlOrigin *origin = &request->parameters.origin;

    return origin->category < 0 || origin->category >= CONTROL_CATEGORIES ||
           origin->ident.size > CONTROL_IDENT_MAX;
}

/* T and operTm may differ. */
static bool
differs_from_select(ControlRequest *request)
{
    const ControlRequest *selection = request->object->selection;
    const ControlParameters *a = &request->parameters, *b;

    if (request->model != CONTROL_SBO_ENHANCED || selection == NULL ||
        selection->data == NULL) {
        return false;
    }
    b = &selection->parameters;
    return !mms_data_equal(a->ctl_val, b->ctl_val) ||
           a->origin.category != b->origin.category ||
           !slice_equal(a->origin.ident, b->origin.ident) || a->ctl_num != b->ctl_num ||
           a->test != b->test || a->check != b->check;
}

/* ctlVal as a number: of APC the f or i inside. False for one without a value. */
static bool
target_of(const ControlRequest *request, const NodeRef *inside, Slice data, double *number)
{
    BerReader reader = ber_reader(data);
    Value value;

    if (inside->type->kind == VALUE_STRUCTURE && inside->type->component_count > 0) {
        BerReader inner = ber_open(&reader, MMS_DATA_STRUCTURE);
        NodeRef first = node_inside(inside, &inside->type->components[0]);

        return target_of(request, &first, ber_get_element(&inner), number);
    }
    if (!type_is_leaf(inside->type) || value_decode(inside->type, data, &value) != VALUE_OK) {
        return false;
    }
    *number = value.kind == VALUE_FLOAT        ? value.real
              : value.kind == VALUE_INTEGER    ? (double)value.integer
              : value.kind == VALUE_UNSIGNED   ? (double)value.unsigned_
              : value.kind == VALUE_BIT_STRING ? value.bit_string.octets[0] >> 6
                                               : value.boolean;
    return true;
}

bool
control_target(const ControlRequest *request, double *number)
{
    NodeRef place;

    return request->data != NULL &&
           node_component(&request->place, slice_from_string("ctlVal"), &place) &&
           target_of(request, &place, request->parameters.ctl_val, number);
}

bool
control_limits(const ControlObject *object, double *low, double *high)
{
    static const char *const names[2][3] = { { "minVal", "minVal$f", "minVal$i" },
                                             { "maxVal", "maxVal$f", "maxVal$i" } };
    double *limits[2] = { low, high };
    NodeRef leaf;

    for (unsigned end = 0; end < 2; end++) {
        bool found = false;

        for (unsigned i = 0; i < 3 && !found; i++) {
            found =
                control_leaf(object, FC_CF, names[end][i], &leaf) && type_is_leaf(leaf.type);
        }
        if (!found) {
            return false;
        }
        *limits[end] = control_real(object->controls, &leaf);
    }
    return *low < *high;
}

/* Tcmd is no position; an enumeration has its ordinals. */
static bool
is_out_of_range(ControlRequest *request)
{
    double target, low, high;
    NodeRef place;

    if (!control_target(request, &target)) {
        return true;
    }
    node_component(&request->place, slice_from_string("ctlVal"), &place);
    return place.type->kind != VALUE_BIT_STRING && place.type->kind != VALUE_BOOLEAN &&
           control_limits(request->object, &low, &high) && (target < low || target > high);
}

static bool
is_blocked_by_mode(ControlRequest *request)
{
    return !control_mode_allows(request, &request->silent);
}

static bool
has_no_authority(ControlRequest *request)
{
    return !control_has_authority(request);
}

static bool
is_unhealthy(ControlRequest *request)
{
    enum { ALARM = 3 };
    int64_t health = 0;

    return strcmp(request->object->path, "Mod") != 0 &&
           control_near_number(request->object, "Health$stVal", &health) && health == ALARM;
}

static bool
is_blocked_by_command(ControlRequest *request)
{
    int64_t blocked = 0;

    return strcmp(request->object->path, "CmdBlk") != 0 &&
           strcmp(request->object->path, "Mod") != 0 &&
           control_own_number(request->object, "CmdBlk$stVal", &blocked) && blocked != 0;
}

static bool
closes(const ControlRequest *request)
{
    double target = 0;

    return control_target(request, &target) && target != 0;
}

static bool
is_position(const ControlObject *object)
{
    return control_is_switch(object) && strncmp(object->path, "Pos", 3) == 0;
}

/* BlkOpn and BlkCls of its own node, and of the switch that it moves; blkEna of the object. */
static bool
is_blocked_by_process(ControlRequest *request)
{
    const ControlObject *object = request->object;
    const char *path = closes(request) ? "BlkCls$stVal" : "BlkOpn$stVal";
    int64_t blocked = 0;
    NodeRef leaf;

    if (control_leaf(object, FC_BL, "blkEna", &leaf) &&
        control_number(object->controls, &leaf) != 0) {
        return true;
    }
    if (!is_position(object)) {
        return false;
    }
    if (control_own_number(object, path, &blocked) && blocked != 0) {
        return true;
    }
    return control_node_number(object, control_moved_switch(object), path, &blocked) &&
           blocked != 0;
}

static bool
is_interlocked(ControlRequest *request)
{
    const ControlObject *object = request->object;
    int64_t enabled = 1;

    return request->parameters.check & CONTROL_INTERLOCK_CHECK && is_position(object) &&
           control_node_number(object, control_partner(object, "CILO"),
                               closes(request) ? "EnaCls$stVal" : "EnaOpn$stVal", &enabled) &&
           enabled == 0;
}

static bool
is_not_synchronous(ControlRequest *request)
{
    const ControlObject *object = request->object;
    int64_t released = 1;

    return request->parameters.check & CONTROL_SYNCHRO_CHECK && is_position(object) &&
           closes(request) &&
           control_node_number(object, control_partner(object, "RSYN"), "Rel$stVal",
                               &released) &&
           released == 0;
}

static bool
is_one_of_n(ControlRequest *request)
{
    const ControlObject *object = request->object;
    const Controls *controls = object->controls;

    if (controls->reach == CONTROL_REACH_NONE || !control_is_switch(object)) {
        return false;
    }
    for (unsigned i = 0; i < controls->slot_count; i++) {
        const ControlObject *other = controls->slots[i].object;

        if (other != NULL && other != object && other->state != CONTROL_IDLE &&
            other->co.device == object->co.device &&
            (controls->reach == CONTROL_REACH_DEVICE || other->co.node == object->co.node) &&
            control_is_switch(other)) {
            return true;
        }
    }
    return false;
}

/* The position of a switch, when it ever had one. */
static bool
position_of(const ControlObject *object, int64_t *position)
{
    static const Value never;
    NodeRef leaf, time;
    Value stamp;

    if (!control_is_switch(object) || !control_leaf(object, FC_ST, "stVal", &leaf)) {
        return false;
    }
    *position = control_number(object->controls, &leaf);
    if (*position != 0) {
        return true;
    }
    if (!control_leaf(object, FC_ST, "t", &time)) {
        return false;
    }
    values_get(object->controls->server->values, &time, &stamp);
    return memcmp(stamp.time, never.time, sizeof stamp.time) != 0;
}

/* Between the positions, or in a bad state. */
static bool
is_moving(ControlRequest *request)
{
    enum { INTERMEDIATE = 0, BAD = 3 };
    int64_t position;

    return position_of(request->object, &position) &&
           (position == INTERMEDIATE || position == BAD);
}

static bool
is_reached(ControlRequest *request)
{
    enum { OFF = 1, ON = 2 };
    int64_t position;

    return position_of(request->object, &position) && position == (closes(request) ? ON : OFF);
}

static bool
is_at_limit(ControlRequest *request)
{
    return control_default_is_at_limit(request);
}

static const CheckRow rows[] = {
    { OPER, false, has_bad_origin, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_INCONSISTENT_PARAMETERS },
    { SBOW, false, has_bad_origin, MMS_DATA_OBJECT_ACCESS_DENIED, ADD_CAUSE_SELECT_FAILED },
    { OPER, false, differs_from_select, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_INCONSISTENT_PARAMETERS },
    { SBOW | OPER, false, is_out_of_range, MMS_DATA_OBJECT_VALUE_INVALID,
      ADD_CAUSE_INCONSISTENT_PARAMETERS },
    { SBO | SBOW | OPER, true, is_blocked_by_mode, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_BLOCKED_BY_MODE },
    { SBOW | OPER, true, has_no_authority, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_BLOCKED_BY_SWITCHING_HIERARCHY },
    { SBO | SBOW | OPER, true, is_unhealthy, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_BLOCKED_BY_HEALTH },
    { SBO | SBOW | OPER, true, is_blocked_by_command, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_BLOCKED_BY_COMMAND },
    { SBOW | OPER, true, is_blocked_by_process, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_BLOCKED_BY_PROCESS },
    { SBO | SBOW | OPER, true, is_one_of_n, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_1_OF_N_CONTROL },
    { SBOW | OPER, true, is_moving, MMS_DATA_OBJECT_ACCESS_DENIED, ADD_CAUSE_INVALID_POSITION },
    { SBOW | OPER, true, is_reached, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_POSITION_REACHED },
    { SBOW | OPER, true, is_at_limit, MMS_DATA_OBJECT_ACCESS_DENIED, ADD_CAUSE_STEP_LIMIT },
    { SBOW | OPER, true, is_interlocked, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_BLOCKED_BY_INTERLOCKING },
    { SBOW | OPER, true, is_not_synchronous, MMS_DATA_OBJECT_ACCESS_DENIED,
      ADD_CAUSE_BLOCKED_BY_SYNCHROCHECK },
};

static ControlRefusal
check_rows(ControlRequest *request, bool again)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].services & 1u << request->service && (rows[i].again || !again) &&
            rows[i].fails(request)) {
            return (ControlRefusal){ rows[i].error, (int)rows[i].cause };
        }
    }
    return (ControlRefusal){ MMS_DATA_SUCCESS, CONTROL_NO_CAUSE };
}

ControlRefusal
control_check(ControlRequest *request)
{
    return check_rows(request, false);
}

ControlRefusal
control_check_again(ControlRequest *request)
{
    return check_rows(request, true);
}

/* The kinds and widths; numbers out of their enumeration and octets beyond their length are
 * looked at by the rows. */
static bool
fits(const NodeRef *place, Slice data)
{
    BerReader reader = ber_reader(data);
    BerReader members;
    Value value;

    if (type_is_leaf(place->type)) {
        return value_decode(place->type, data, &value) != VALUE_TYPE_INCONSISTENT ||
               (place->type->kind == VALUE_OCTET_STRING && data.size > 0 &&
                data.data[0] == MMS_DATA_OCTET_STRING);
    }
    members = ber_open(&reader, MMS_DATA_STRUCTURE);
    for (uint32_t i = 0; i < place->type->component_count; i++) {
        NodeRef inner = node_inside(place, &place->type->components[i]);
        Slice element = ber_get_element(&members);

        if (members.error != BER_OK || !fits(&inner, element)) {
            return false;
        }
    }
    ber_close(&reader, &members);
    return reader.error == BER_OK && reader.at == reader.end;
}

MmsDataError
control_check_structure(const NodeRef *place, Slice data)
{
    return place->type->kind == VALUE_STRUCTURE && fits(place, data)
               ? MMS_DATA_SUCCESS
               : MMS_DATA_TYPE_INCONSISTENT;
}
