/* SPDX-License-Identifier: Apache-2.0
 *
 * See deadband.h. db and limDb are thousandths of a percent: of dbRef where there is one, else
 * of what lies between min and max of rangeC, else (db) of the last mag.
 */
#include "sim/acsi/deadband.h"

#include <math.h>

#define PARTS 1e5 /* of 0.001 % in the whole */

enum {
    RANGE_NORMAL,
    RANGE_HIGH,
    RANGE_LOW,
    RANGE_HIGH_HIGH,
    RANGE_LOW_LOW,
    VALIDITY = 0xC0, /* first octet of a quality */
    QUESTIONABLE = 0xC0,
    OUT_OF_RANGE = 0x10,
};

/* Octets of a data object under MX that has something to derive. */
typedef struct Extent {
    uint32_t start, end;
} Extent;

struct Deadband {
    const AcsiServer *server;
    const Process *process;
    GArray *extents; /* Extent, in order */
};

/* An AnalogueValue; `has` when there is one. */
typedef struct Analogue {
    bool has, has_f, has_i;
    NodeRef f, i;
    double scale, offset;
} Analogue;

typedef struct Limits {
    double high_high, high, low, low_low, min, max, hysteresis;
    bool has_limits, has_span;
} Limits;

/* Magnitude or angle of a data object. */
typedef struct Measured {
    Analogue instant, shown;
    NodeRef range;
    bool has_range;
    Limits limits;
    double instant_now, shown_now;
} Measured;

static bool
find(const NodeRef *ref, const char *path, NodeRef *inner)
{
    return ref->type->kind == VALUE_STRUCTURE && node_path(ref, slice_from_string(path), inner);
}

static double
number_of(const Value *value)
{
    switch (value->kind) {
    case VALUE_FLOAT:
        return value->real;
    case VALUE_INTEGER:
        return (double)value->integer;
    case VALUE_UNSIGNED:
        return (double)value->unsigned_;
    default:
        return 0;
    }
}

static double
get_number(const Deadband *deadband, const NodeRef *ref, const char *path, double otherwise)
{
    NodeRef leaf;
    Value value;

    if (ref->type == NULL || !find(ref, path, &leaf) || !type_is_leaf(leaf.type)) {
        return otherwise;
    }
    change_get(deadband->server->values, &leaf, &value);
    return number_of(&value);
}

/* i = (f - offset) / scale */
typedef struct Scaling {
    double scale, offset;
} Scaling;

static Scaling
get_scaling(const Deadband *deadband, const NodeRef *config, const char *name)
{
    Scaling scaling = { 1, 0 };
    NodeRef place;

    if (config->type != NULL && find(config, name, &place)) {
        scaling.scale = get_number(deadband, &place, "scaleFactor", 1);
        scaling.offset = get_number(deadband, &place, "offset", 0);
    }
    scaling.scale = scaling.scale == 0 ? 1 : scaling.scale;
    return scaling;
}

static Analogue
get_analogue(const NodeRef *parent, const char *path, Scaling scaling)
{
    Analogue analogue = { .scale = scaling.scale, .offset = scaling.offset };
    NodeRef place;

    if (find(parent, path, &place)) {
        analogue.has_f = find(&place, "f", &analogue.f);
        analogue.has_i = find(&place, "i", &analogue.i);
        analogue.has = analogue.has_f || analogue.has_i;
    }
    return analogue;
}

/* The number, and whether the open set gives it; of the process. */
static bool
read_analogue(const Deadband *deadband, const Analogue *analogue, double *number)
{
    bool staged = false;
    Value value;

    if (analogue->has_f) {
        staged = process_get(deadband->process, &analogue->f, &value);
        *number = number_of(&value);
    }
    if (analogue->has_i && !staged) {
        staged = process_get(deadband->process, &analogue->i, &value);
        if (staged || !analogue->has_f) {
            *number = number_of(&value) * analogue->scale + analogue->offset;
        }
    }
    return staged;
}

static void
write_analogue(const Deadband *deadband, const Analogue *analogue, double number)
{
    Value value = { .kind = VALUE_FLOAT, .real = number };

    if (analogue->has_f) {
        change_set(deadband->server->values, &analogue->f, &value);
    }
    if (analogue->has_i) {
        double raw = round((number - analogue->offset) / analogue->scale);

        value = (Value){ .kind = VALUE_INTEGER,
                         .integer = raw >= INT32_MAX   ? INT32_MAX
                                    : raw <= INT32_MIN ? INT32_MIN
                                    : isnan(raw)       ? 0
                                                       : (int64_t)raw };
        change_set(deadband->server->values, &analogue->i, &value);
    }
}

static double
limit(const Deadband *deadband, const NodeRef *place, const char *name, Scaling scaling,
      double otherwise)
{
    Analogue analogue = get_analogue(place, name, scaling);
    double number = otherwise;

    if (analogue.has) {
        read_analogue(deadband, &analogue, &number);
    }
    return number;
}

/* Limits that are all the same were never configured. */
static Limits
get_limits(const Deadband *deadband, const NodeRef *config, const char *name, Scaling scaling)
{
    Limits found = { 0 };
    NodeRef place;

    if (config->type == NULL || !find(config, name, &place)) {
        return found;
    }
    found.high_high = limit(deadband, &place, "hhLim", scaling, INFINITY);
    found.high = limit(deadband, &place, "hLim", scaling, INFINITY);
    found.low = limit(deadband, &place, "lLim", scaling, -INFINITY);
    found.low_low = limit(deadband, &place, "llLim", scaling, -INFINITY);
    found.min = limit(deadband, &place, "min", scaling, 0);
    found.max = limit(deadband, &place, "max", scaling, 0);
    found.has_span = found.max > found.min;
    found.has_limits = fmin(found.high_high, found.high) > fmax(found.low, found.low_low);
    if (found.has_span) {
        found.hysteresis =
            get_number(deadband, &place, "limDb", 0) / PARTS * (found.max - found.min);
    }
    return found;
}

static bool
is_beyond(double number, double limit_, double hysteresis, bool was)
{
    return number > limit_ || (was && number > limit_ - hysteresis);
}

/* Back across a limit only by more than the hysteresis. */
static int
range_of(const Limits *limits, double number, int before)
{
    double hysteresis = limits->hysteresis;

    if (is_beyond(number, limits->high_high, hysteresis, before == RANGE_HIGH_HIGH)) {
        return RANGE_HIGH_HIGH;
    }
    if (is_beyond(number, limits->high, hysteresis,
                  before == RANGE_HIGH || before == RANGE_HIGH_HIGH)) {
        return RANGE_HIGH;
    }
    if (is_beyond(-number, -limits->low_low, hysteresis, before == RANGE_LOW_LOW)) {
        return RANGE_LOW_LOW;
    }
    if (is_beyond(-number, -limits->low, hysteresis,
                  before == RANGE_LOW || before == RANGE_LOW_LOW)) {
        return RANGE_LOW;
    }
    return RANGE_NORMAL;
}

static bool
derive_range(const Deadband *deadband, const Measured *measured)
{
    Value value;

    if (!measured->has_range || !measured->limits.has_limits ||
        change_get(deadband->server->values, &measured->range, &value)) {
        return false;
    }
    value = (Value){ .kind = VALUE_INTEGER,
                     .integer = range_of(&measured->limits, measured->instant_now,
                                         (int)number_of(&value)) };
    return !values_equal(deadband->server->values, &measured->range, &value) &&
           change_set(deadband->server->values, &measured->range, &value) == VALUE_OK;
}

/* What mag is to become of a magnitude; true when it leaves the dead band. */
static bool
leaves_band(const Deadband *deadband, const NodeRef *config, const Limits *limits, double last,
            double *number)
{
    double span = limits->has_span ? limits->max - limits->min : 0;
    double reference = get_number(deadband, config, "dbRef", 0);
    double zero_reference = get_number(deadband, config, "zeroDbRef", 0);
    double band = get_number(deadband, config, "db", 0) / PARTS *
                  (reference > 0 ? reference
                   : span > 0    ? span
                                 : fabs(last));
    double zero = get_number(deadband, config, "zeroDb", 0) / PARTS *
                  (zero_reference > 0 ? zero_reference : span);

    if (fabs(*number) < zero) {
        *number = 0;
        return last != 0;
    }
    return band == 0 || !(fabs(*number - last) <= band);
}

/* Angles go round. */
static bool
leaves_angle(const Deadband *deadband, const NodeRef *config, double last, double number)
{
    double reference = get_number(deadband, config, "dbAngRef", 0);
    double band =
        get_number(deadband, config, "dbAng", 0) / PARTS * (reference > 0 ? reference : 360);

    return band == 0 ? number != last : fabs(remainder(number - last, 360)) > band;
}

/* Crossing min or max shows in the quality, unless the set gives one. */
static bool
derive_quality(const Deadband *deadband, const NodeRef *object, const Limits *limits,
               const Analogue *instant, double number)
{
    Values *values = deadband->server->values;
    bool beyond = number < limits->min || number > limits->max;
    NodeRef q;
    Value value;
    double last;
    uint8_t *octets = value.bit_string.octets;

    values_get(values, instant->has_f ? &instant->f : &instant->i, &value);
    last = instant->has_f ? number_of(&value)
                          : number_of(&value) * instant->scale + instant->offset;
    if (!limits->has_span || beyond == (last < limits->min || last > limits->max) ||
        !find(object, "q", &q) || process_get(deadband->process, &q, &value)) {
        return false;
    }
    if (beyond) {
        octets[0] |= (octets[0] & VALIDITY) == 0 ? QUESTIONABLE | OUT_OF_RANGE : OUT_OF_RANGE;
    } else {
        octets[0] &= (uint8_t)~OUT_OF_RANGE;
        if (octets[0] == QUESTIONABLE) {
            octets[0] = 0;
        }
    }
    return change_set(values, &q, &value) == VALUE_OK;
}

static void
stamp(const Deadband *deadband, const NodeRef *object)
{
    NodeRef t;
    Value value;

    if (find(object, "t", &t) && !change_get(deadband->server->values, &t, &value)) {
        acsi_stamp(deadband->server, &value);
        change_set(deadband->server->values, &t, &value);
    }
}

/* What the object's value is called: instantaneous, shown, scaling, range and its limits. */
static const char *const scalar_names[] = { "instMag", "mag", "sVC", "range", "rangeC" };
static const char *const set_point_names[] = { "", "mxVal", "sVC", "", "" };
static const char *const magnitude_names[] = { "instCVal$mag", "cVal$mag", "magSVC", "range",
                                               "rangeC" };
static const char *const angle_names[] = { "instCVal$ang", "cVal$ang", "angSVC", "rangeAng",
                                           "rangeAngC" };

static Measured
get_measured(const Deadband *deadband, const NodeRef *object, const NodeRef *config,
             const char *const *names)
{
    Scaling scaling = get_scaling(deadband, config, names[2]);
    Measured measured = {
        .instant = get_analogue(object, names[0], scaling),
        .shown = get_analogue(object, names[1], scaling),
        .has_range = find(object, names[3], &measured.range),
        .limits = get_limits(deadband, config, names[4], scaling),
    };

    return measured;
}

/* Magnitude, and angle where there is one. */
static unsigned
get_parts(const Deadband *deadband, const NodeRef *object, const NodeRef *config,
          Measured parts[2])
{
    NodeRef inner;

    if (find(object, "cVal", &inner) || find(object, "instCVal", &inner)) {
        parts[0] = get_measured(deadband, object, config, magnitude_names);
        parts[1] = get_measured(deadband, object, config, angle_names);
        return 2;
    }
    parts[0] = get_measured(deadband, object, config,
                            find(object, "mxVal", &inner) ? set_point_names : scalar_names);
    return 1;
}

/* The measurement becomes what is shown, all parts together; true when it does. */
static bool
pass_band(const Deadband *deadband, const NodeRef *config, Measured *parts, unsigned count)
{
    double magnitude = parts[0].instant_now;
    bool leaves =
        leaves_band(deadband, config, &parts[0].limits, parts[0].shown_now, &magnitude);

    leaves |= count > 1 && parts[1].shown.has &&
              leaves_angle(deadband, config, parts[1].shown_now, parts[1].instant_now);
    for (unsigned i = 0; i < count && leaves; i++) {
        parts[i].shown_now = i == 0 ? magnitude : parts[i].instant_now;
        write_analogue(deadband, &parts[i].shown, parts[i].shown_now);
    }
    return leaves;
}

/* One data object with something in the set. */
static void
derive(const Deadband *deadband, const NodeRef *object)
{
    NodeRef config = { 0 };
    Measured parts[2] = { 0 };
    bool measured = false, shown = false, changes = false;
    unsigned count;

    node_under(deadband->server->model, object, FC_CF, &config);
    count = get_parts(deadband, object, &config, parts);
    for (unsigned i = 0; i < count; i++) {
        measured |= read_analogue(deadband, &parts[i].instant, &parts[i].instant_now);
        shown |= read_analogue(deadband, &parts[i].shown, &parts[i].shown_now);
    }
    if (!measured && !shown) {
        return;
    }
    if (measured && !shown && parts[0].shown.has) {
        changes = pass_band(deadband, &config, parts, count);
    }
    if (measured && parts[0].instant.has) {
        changes |= derive_quality(deadband, object, &parts[0].limits, &parts[0].instant,
                                  parts[0].instant_now);
    }
    for (unsigned i = 0; i < count; i++) {
        parts[i].instant_now = measured ? parts[i].instant_now : parts[i].shown_now;
        write_analogue(deadband, &parts[i].instant, parts[i].instant_now);
        if (shown) {
            write_analogue(deadband, &parts[i].shown, parts[i].shown_now);
        }
        changes |= derive_range(deadband, &parts[i]);
    }
    if (changes) {
        stamp(deadband, object);
    }
}

/* The extent around an offset, or NULL. */
static const Extent *
find_extent(const Deadband *deadband, uint32_t offset)
{
    const Extent *extents = (const Extent *)(void *)deadband->extents->data;
    unsigned low = 0;
    unsigned high = deadband->extents->len;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (extents[middle].end <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < deadband->extents->len && extents[low].start <= offset ? &extents[low] : NULL;
}

static void
run(void *user, Values *values, ChangeOrigin origin)
{
    static const char *const names[] = { "q", NULL };
    const Deadband *deadband = user;
    unsigned count = change_count(values);
    uint32_t done = 0; /* octets in front of it were looked at */

    (void)origin;
    for (unsigned i = 0; i < count; i++) {
        const NodeRef leaf = *change_leaf(values, i);
        const Extent *extent =
            leaf.fc == FC_MX && leaf.offset >= done ? find_extent(deadband, leaf.offset) : NULL;
        NodeRef object;

        if (extent != NULL && node_around(deadband->server->model, &leaf, names, &object)) {
            done = extent->end;
            derive(deadband, &object);
        }
    }
}

static bool
has_both(const NodeRef *object, const char *path)
{
    NodeRef place, inner;

    return find(object, path, &place) && find(&place, "f", &inner) && find(&place, "i", &inner);
}

static bool
has_something_to_derive(const Deadband *deadband, const NodeRef *object)
{
    static const char *const scaled[] = { "instMag",      "mag",      "mxVal",   "instCVal$mag",
                                          "instCVal$ang", "cVal$mag", "cVal$ang" };
    NodeRef inner, config;
    bool has = (find(object, "instMag", &inner) && find(object, "mag", &inner)) ||
               (find(object, "instCVal", &inner) && find(object, "cVal", &inner)) ||
               (find(object, "range", &inner) &&
                node_under(deadband->server->model, object, FC_CF, &config) &&
                find(&config, "rangeC", &inner));

    for (unsigned i = 0; i < G_N_ELEMENTS(scaled) && !has; i++) {
        has = has_both(object, scaled[i]);
    }
    return has;
}

static void
collect(Deadband *deadband, const NodeRef *place)
{
    const Type *type = place->type;
    NodeRef inner;

    if (place->level >= 2 && find(place, "q", &inner)) {
        Extent extent = { place->offset, place->offset + type->size };

        if (has_something_to_derive(deadband, place)) {
            g_array_append_val(deadband->extents, extent);
        }
        return;
    }
    for (uint32_t i = 0; i < type->element_count; i++) {
        node_element(place, i, &inner);
        collect(deadband, &inner);
    }
    for (uint32_t i = 0; i < type->component_count; i++) {
        inner = node_inside(place, &type->components[i]);
        collect(deadband, &inner);
    }
}

Deadband *
deadband_new(const AcsiServer *server, const Process *process)
{
    Deadband *deadband = g_new0(Deadband, 1);
    const Model *model = server->model;

    deadband->server = server;
    deadband->process = process;
    deadband->extents = g_array_new(FALSE, FALSE, sizeof(Extent));
    for (unsigned d = 0; d < model->device_count; d++) {
        for (unsigned n = 0; n < model->devices[d].node_count; n++) {
            NodeRef node = model_node_ref(&model->devices[d], &model->devices[d].nodes[n]);
            NodeRef measurements;

            if (find(&node, "MX", &measurements)) {
                collect(deadband, &measurements);
            }
        }
    }
    if (deadband->extents->len > 0) {
        values_add_rule(server->values, run, deadband);
    }
    return deadband;
}

void
deadband_free(Deadband *deadband)
{
    if (deadband != NULL) {
        values_remove_rule(deadband->server->values, run, deadband);
        g_array_unref(deadband->extents);
        g_free(deadband);
    }
}
