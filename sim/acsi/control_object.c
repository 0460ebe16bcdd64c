/* SPDX-License-Identifier: Apache-2.0
 *
 * Which data objects are controllable (IEC 61850-8-1 20.1: those with SBO, SBOw, Oper or Cancel
 * under FC CO), and what else they have. One gets a state only when somebody touches it.
 */
#include "sim/acsi/control_private.h"

#include "sim/model/reference.h"

static bool
has_services(const Type *type)
{
    for (unsigned service = 0; service < CONTROL_SERVICES; service++) {
        if (type_component(type, slice_from_string(control_service_name(service))) != NULL) {
            return true;
        }
    }
    return false;
}

/* Data objects may have others inside; the recursion is as deep as their type. */
static void
collect(GArray *slots, const NodeRef *ref)
{
    for (uint32_t i = 0; i < ref->type->component_count; i++) {
        NodeRef inner = node_inside(ref, &ref->type->components[i]);
        ControlSlot slot = { .co = inner };

        if (inner.type->kind != VALUE_STRUCTURE) {
            continue;
        }
        if (has_services(inner.type)) {
            g_array_append_val(slots, slot);
        } else if (inner.flags & COMPONENT_DATA_OBJECT) {
            collect(slots, &inner);
        }
    }
}

static int
compare_slots(const void *left, const void *right)
{
    uint32_t a = ((const ControlSlot *)left)->co.offset;
    uint32_t b = ((const ControlSlot *)right)->co.offset;

    return a < b ? -1 : a > b;
}

void
control_objects_collect(Controls *controls)
{
    const Model *model = controls->server->model;
    GArray *slots = g_array_new(FALSE, FALSE, sizeof(ControlSlot));

    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *device = &model->devices[i];

        for (unsigned n = 0; n < device->node_count; n++) {
            NodeRef node = model_node_ref(device, &device->nodes[n]);
            NodeRef co;

            if (node_component(&node, slice_from_string(fc_name(FC_CO)), &co)) {
                collect(slots, &co);
            }
        }
    }
    controls->slot_count = slots->len;
    controls->slots = (ControlSlot *)(void *)g_array_free(slots, FALSE);
    if (controls->slot_count > 0) {
        qsort(controls->slots, controls->slot_count, sizeof *controls->slots, compare_slots);
    }
}

ControlSlot *
control_slot_find(Controls *controls, const NodeRef *ref)
{
    unsigned low = 0, high = controls->slot_count;

    while (low < high) {
        unsigned middle = (low + high) / 2;
        const NodeRef *co = &controls->slots[middle].co;

        if (co->offset + co->type->size <= ref->offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < controls->slot_count && controls->slots[low].co.offset <= ref->offset &&
                   ref->level >= controls->slots[low].co.level
               ? &controls->slots[low]
               : NULL;
}

static ControlObject *
object_new(Controls *controls, const NodeRef *co)
{
    const Model *model = controls->server->model;
    ControlObject *object = g_new0(ControlObject, 1);
    g_autoptr(GString) item = g_string_new(NULL);
    const LogicalDevice *device = &model->devices[co->device];

    model_append_item(model, co, item);
    object->controls = controls;
    object->co = *co;
    object->path = g_strdup(item->str + strlen(device->nodes[co->node].name) + strlen("$CO$"));
    object->reference = reference_format(model, co, false);
    object->travel_time = -1;
    object->last_ctl_num = -1;
    return object;
}

ControlObject *
control_object_get(Controls *controls, ControlSlot *slot)
{
    if (slot->object == NULL) {
        slot->object = object_new(controls, &slot->co);
    }
    return slot->object;
}

void
control_object_free(ControlObject *object)
{
    if (object == NULL) {
        return;
    }
    clock_disarm(object->controls->server->clock, &object->expiry);
    clock_disarm(object->controls->server->clock, &object->limit);
    clock_disarm(object->controls->server->clock, &object->due);
    clock_disarm(object->controls->server->clock, &object->travel);
    control_request_free(object->selection);
    control_request_free(object->command);
    control_request_free(object->cancel);
    g_free(object->path);
    g_free(object->reference);
    g_free(object);
}

/* The data object whose part the place is, under CO. */
ControlObject *
controls_find(Controls *controls, const NodeRef *ref)
{
    g_autoptr(GString) item = g_string_new(NULL);
    const LogicalDevice *device = &controls->server->model->devices[ref->device];
    NodeRef node = model_node_ref(device, &device->nodes[ref->node]);
    ControlSlot *slot = NULL;
    NodeRef at;
    Slice rest;

    if (ref->level < 2 || !node_component(&node, slice_from_string(fc_name(FC_CO)), &at)) {
        return NULL;
    }
    model_append_item(controls->server->model, ref, item);
    model_first_name(slice_from_string(item->str), &rest);
    model_first_name(rest, &rest);
    while (slot == NULL && rest.data != NULL &&
           node_component(&at, model_first_name(rest, &rest), &at)) {
        slot = control_slot_find(controls, &at);
        slot = slot != NULL && slot->co.offset == at.offset && slot->co.level == at.level
                   ? slot
                   : NULL;
    }
    return slot != NULL ? control_object_get(controls, slot) : NULL;
}

const char *
control_object_reference(const ControlObject *object)
{
    return object->reference;
}

void
control_object_set_travel(ControlObject *object, int64_t travel)
{
    object->travel_time = travel;
}

void
control_object_set_process(ControlObject *object, const ControlProcess *process, void *user)
{
    object->process = process;
    object->user = user;
}

ControlRequest *
control_object_request(const ControlObject *object)
{
    return object->cancel != NULL               ? object->cancel
           : object->command != NULL            ? object->command
           : object->state == CONTROL_SELECTING ? object->selection
                                                : NULL;
}

bool
control_leaf(const ControlObject *object, Fc fc, const char *path, NodeRef *leaf)
{
    const Model *model = object->controls->server->model;
    const LogicalDevice *device = &model->devices[object->co.device];
    NodeRef at = model_node_ref(device, &device->nodes[object->co.node]);

    return node_component(&at, slice_from_string(fc_name(fc)), &at) &&
           node_path(&at, slice_from_string(object->path), &at) &&
           node_path(&at, slice_from_string(path), leaf);
}

bool
control_status_leaf(const ControlObject *object, const char *path, NodeRef *leaf)
{
    return control_leaf(object, FC_ST, path, leaf) || control_leaf(object, FC_MX, path, leaf) ||
           control_leaf(object, FC_OR, path, leaf);
}

double
control_real(const Controls *controls, const NodeRef *leaf)
{
    Value value;

    values_get(controls->server->values, leaf, &value);
    return value.kind == VALUE_FLOAT ? value.real : (double)control_number(controls, leaf);
}

/* Dbpos and Tcmd are numbers too: their two bits. */
int64_t
control_number(const Controls *controls, const NodeRef *leaf)
{
    Value value;

    if (!type_is_leaf(leaf->type)) {
        return 0;
    }
    values_get(controls->server->values, leaf, &value);
    switch (value.kind) {
    case VALUE_BOOLEAN:
        return value.boolean;
    case VALUE_INTEGER:
        return value.integer;
    case VALUE_UNSIGNED:
        return (int64_t)value.unsigned_;
    case VALUE_FLOAT:
        return (int64_t)value.real;
    case VALUE_BIT_STRING:
        return value.bit_string.octets[0] >> 6;
    default:
        return 0;
    }
}

int64_t
control_setting(const ControlObject *object, const char *path, int64_t absent)
{
    NodeRef leaf;

    return control_leaf(object, FC_CF, path, &leaf) ? control_number(object->controls, &leaf)
                                                    : absent;
}

bool
control_component(const ControlObject *object, ControlService service, NodeRef *place)
{
    return node_component(&object->co, slice_from_string(control_service_name(service)), place);
}

/* Without a ctlModel its structures tell. */
ControlModel
control_object_model(const ControlObject *object)
{
    int64_t model = control_setting(object, "ctlModel", -1);
    NodeRef place;

    if (model >= 0 && model < CONTROL_MODELS) {
        return (ControlModel)model;
    }
    return control_component(object, CONTROL_SBOW, &place)   ? CONTROL_SBO_ENHANCED
           : control_component(object, CONTROL_SBO, &place)  ? CONTROL_SBO_NORMAL
           : control_component(object, CONTROL_OPER, &place) ? CONTROL_DIRECT_NORMAL
                                                             : CONTROL_STATUS_ONLY;
}

bool
control_is_switch(const ControlObject *object)
{
    NodeRef leaf;

    return control_leaf(object, FC_ST, "stVal", &leaf) && leaf.type->kind == VALUE_BIT_STRING &&
           leaf.type->length == 2;
}

bool
control_is_sbo_many(const ControlObject *object)
{
    return control_setting(object, "sboClass", 0) == 1;
}
