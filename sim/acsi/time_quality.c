/* SPDX-License-Identifier: Apache-2.0
 *
 * See time_quality.h. LTMS (IEC 61850-7-4) follows: TmSyn, TmSynLkd, TmAcc, TmSrc and the time
 * channels TmChSt#. How long the clock has been without source shows in TmSynLkd.
 */
#include "sim/acsi/time_quality.h"

#include <math.h>

#include "sim/model/timestamp.h"

enum {
    ACCURACY_UNSPECIFIED = 31,
    ACCURACY_MAX = 24,
    LOCKED = 1, /* TmSynLkd; UnLocked10s, 100s, 1000s and longer follow */
    UNLOCKED_STEPS = 4,
};

struct TimeQuality {
    const AcsiServer *server;
    ClockState own;            /* without faults */
    ClockState state;          /* the worse of it and theirs */
    ClockFault *const *faults; /* NULL: none */
    uint8_t accuracy;          /* while synchronized */
    int64_t offset;            /* ns, at `since` */
    int64_t since;             /* of virtual time */
    double ppm;
    Timer unlocked; /* to the next step of TmSynLkd */
    unsigned step;  /* 0: locked */
};

static const ClockFault *
first_fault(const TimeQuality *time)
{
    return time->faults == NULL ? NULL : *time->faults;
}

static int64_t
gained(int64_t now, int64_t since, double ppm)
{
    return llround((double)(now - since) * ppm / 1e6);
}

int64_t
acsi_now(const AcsiServer *server)
{
    const TimeQuality *time = server->time;
    int64_t now = clock_now(server->clock);
    int64_t shown = now;

    if (time == NULL) {
        return now;
    }
    shown += time->offset + gained(now, time->since, time->ppm);
    for (const ClockFault *at = first_fault(time); at != NULL; at = at->next) {
        shown += at->offset + gained(now, at->since, at->ppm);
    }
    return shown;
}

static uint8_t
quality_of(const TimeQuality *time)
{
    static const uint8_t lost[] = {
        [CLOCK_LOST] = TIMESTAMP_CLOCK_NOT_SYNCHRONIZED | ACCURACY_UNSPECIFIED,
        [CLOCK_FAILED] =
            TIMESTAMP_CLOCK_FAILURE | TIMESTAMP_CLOCK_NOT_SYNCHRONIZED | ACCURACY_UNSPECIFIED,
    };

    return time->own == CLOCK_SYNCHRONIZED ? time->accuracy : lost[time->own];
}

/* The newest fault's octet counts; what is known beside it, of all. */
static uint8_t
stamped_quality(const TimeQuality *time)
{
    uint8_t quality = quality_of(time);
    uint8_t known = 0;
    bool given = false;

    for (const ClockFault *at = first_fault(time); at != NULL; at = at->next) {
        if (at->has_quality && !given) {
            quality = at->quality;
            given = true;
        }
        known |= at->known;
    }
    return quality | known;
}

void
acsi_stamp(const AcsiServer *server, Value *stamp)
{
    stamp->kind = VALUE_UTC_TIME;
    timestamp_encode(acsi_now(server),
                     server->time == NULL ? TIMESTAMP_ACCURACY_1MS
                                          : stamped_quality(server->time),
                     stamp->time);
}

/* Calls for the status value of a data object in every LTMS; "TmChSt" means TmChSt1 and so on.
 */
typedef void (*StatusVisit)(TimeQuality *time, const NodeRef *status);

static void
visit_object(TimeQuality *time, const NodeRef *statuses, const char *name, StatusVisit visit)
{
    const Type *type = statuses->type;
    size_t length = strlen(name);

    for (uint32_t i = 0; i < type->component_count; i++) {
        const char *found = type->components[i].name;
        NodeRef object = node_inside(statuses, &type->components[i]);
        NodeRef value;

        if (strncmp(found, name, length) == 0 &&
            strspn(found + length, "0123456789") == strlen(found + length) &&
            node_component(&object, slice_from_string("stVal"), &value)) {
            visit(time, &value);
        }
    }
}

static void
visit_status(TimeQuality *time, const char *name, StatusVisit visit)
{
    const Model *model = time->server->model;

    for (unsigned d = 0; d < model->device_count; d++) {
        const LogicalDevice *device = &model->devices[d];

        for (unsigned n = 0; n < device->node_count; n++) {
            NodeRef node = model_node_ref(device, &device->nodes[n]);
            NodeRef statuses;

            if (strcmp(device->nodes[n].ln_class, "LTMS") == 0 &&
                node_component(&node, slice_from_string("ST"), &statuses)) {
                visit_object(time, &statuses, name, visit);
            }
        }
    }
}

/* The least value of an enumeration says that there is no source: 0, or 1 in some files. */
static int64_t
least_of(const Type *type)
{
    return type->enumeration != NULL && type->enumeration->count > 0
               ? type->enumeration->values[0].ordinal
               : 0;
}

static int64_t
greatest_of(const Type *type)
{
    return type->enumeration != NULL && type->enumeration->count > 0
               ? type->enumeration->values[type->enumeration->count - 1].ordinal
               : 2;
}

static void
stage_number(TimeQuality *time, const NodeRef *status, int64_t number)
{
    Value value = { .kind = VALUE_INTEGER, .integer = number };

    acsi_stage(time->server, status, &value);
}

/* The source that the file names counts as that of the synchronized clock. */
static void
show_synchronization(TimeQuality *time, const NodeRef *status)
{
    const uint8_t *initial = time->server->model->initial + status->offset;
    int64_t synchronized = 0;

    if (status->type->kind != VALUE_INTEGER) {
        return;
    }
    for (uint32_t i = 0; i < status->type->size; i++) {
        synchronized |= initial[i];
    }
    if (synchronized == 0 || synchronized == least_of(status->type)) {
        synchronized = greatest_of(status->type);
    }
    stage_number(time, status,
                 time->state == CLOCK_SYNCHRONIZED ? synchronized : least_of(status->type));
}

static void
show_lock(TimeQuality *time, const NodeRef *status)
{
    stage_number(time, status, LOCKED + (int64_t)time->step);
}

static void
show_accuracy(TimeQuality *time, const NodeRef *status)
{
    uint8_t accuracy = time->state == time->own ? quality_of(time) & 31 : ACCURACY_UNSPECIFIED;

    stage_number(time, status, accuracy);
}

static void
show_channel(TimeQuality *time, const NodeRef *status)
{
    Value value = { .kind = VALUE_BOOLEAN, .boolean = time->state == CLOCK_SYNCHRONIZED };

    acsi_stage(time->server, status, &value);
}

static void
show_source(TimeQuality *time, const NodeRef *status)
{
    const Model *model = time->server->model;
    Value value = { .kind = VALUE_VISIBLE_STRING, .string = slice_from_string("internal") };
    StringHandle initial;

    if (status->type->kind != VALUE_VISIBLE_STRING) {
        return;
    }
    memcpy(&initial, model->initial + status->offset, sizeof initial);
    if (time->state == CLOCK_SYNCHRONIZED) {
        value.string = string_pool_get(model->strings, initial);
    }
    acsi_stage(time->server, status, &value);
}

static const struct {
    const char *name;
    StatusVisit show;
} statuses[] = {
    { "TmSyn", show_synchronization }, { "TmSynLkd", show_lock },  { "TmAcc", show_accuracy },
    { "TmSrc", show_source },          { "TmChSt", show_channel },
};

static void
show_all(TimeQuality *time)
{
    bool alone = acsi_change_open(time->server);

    for (unsigned i = 0; i < G_N_ELEMENTS(statuses); i++) {
        visit_status(time, statuses[i].name, statuses[i].show);
    }
    acsi_change_close(time->server, alone);
}

static void
note_accuracy(TimeQuality *time, const NodeRef *status)
{
    Value value;

    values_get(time->server->values, status, &value);
    if (value.kind == VALUE_INTEGER && value.integer > 0 && value.integer <= ACCURACY_MAX) {
        time->accuracy = (uint8_t)value.integer;
    }
}

TimeQuality *
time_quality_new(const AcsiServer *server)
{
    TimeQuality *time = g_new0(TimeQuality, 1);

    time->server = server;
    time->accuracy = TIMESTAMP_ACCURACY_1MS;
    visit_status(time, "TmAcc", note_accuracy);
    show_all(time);
    return time;
}

void
time_quality_free(TimeQuality *time)
{
    if (time != NULL) {
        clock_disarm(time->server->clock, &time->unlocked);
        g_free(time);
    }
}

static void arm_step(TimeQuality *time);

static void
next_step(Timer *timer)
{
    TimeQuality *time =
        (TimeQuality *)(void *)((char *)timer - offsetof(TimeQuality, unlocked));

    time->step++;
    arm_step(time);
    show_all(time);
}

/* 10, 100 and 1,000 seconds after the loss. */
static void
arm_step(TimeQuality *time)
{
    static const int64_t seconds[UNLOCKED_STEPS] = { 0, 10, 90, 900 };
    Clock *clock = time->server->clock;

    if (time->step > 0 && time->step < UNLOCKED_STEPS) {
        clock_arm(clock, &time->unlocked, clock_now(clock) + seconds[time->step] * CLOCK_SECOND,
                  next_step);
    }
}

static void
enter(TimeQuality *time, ClockState state)
{
    static const char *const names[] = {
        [CLOCK_SYNCHRONIZED] = "synchronized", [CLOCK_LOST] = "lost", [CLOCK_FAILED] = "failed"
    };
    const AcsiServer *server = time->server;

    if (state == time->state) {
        return;
    }
    clock_disarm(server->clock, &time->unlocked);
    time->step = state == CLOCK_SYNCHRONIZED ? 0 : MAX(time->step, 1);
    time->state = state;
    arm_step(time);
    show_all(time);
    event_emit(
        server->events,
        &(Event){ .kind = EVENT_CLOCK_CHANGED, .ied = server->ied, .value = names[state] });
}

void
time_quality_update(TimeQuality *time)
{
    ClockState state = time->own;

    for (const ClockFault *at = first_fault(time); at != NULL; at = at->next) {
        state = MAX(state, at->state);
    }
    enter(time, state);
}

void
time_quality_use(TimeQuality *time, ClockFault *const *faults)
{
    time->faults = faults;
    time_quality_update(time);
}

void
time_quality_enter(TimeQuality *time, ClockState state)
{
    if (state == CLOCK_SYNCHRONIZED) {
        time->offset = 0;
        time->ppm = 0;
    }
    time->own = state;
    time_quality_update(time);
}

void
time_quality_shift(TimeQuality *time, int64_t offset, double ppm)
{
    time->offset = offset;
    time->ppm = ppm;
    time->since = clock_now(time->server->clock);
}
