/* SPDX-License-Identifier: Apache-2.0
 *
 * The gentle movement (see animate.h): a random walk drawn towards the first value, one change
 * set a second.
 */
#include "engine/animate.h"

#include <math.h>

#include "sim/base/prng.h"

#define PERIOD CLOCK_SECOND
#define STEP 0.005      /* of the first value, one standard deviation */
#define RETURN 0.1      /* how much of the distance is taken back each time */
#define FIRST_OF_NONE 1 /* a value that begins with 0 moves as if it were this */

typedef struct MovingPoint {
    Point point;
    double first, now;
} MovingPoint;

struct Animation {
    Timer timer;
    Ied *ied;
    Clock *clock;
    GArray *points; /* MovingPoint */
    Prng prng;
};

static void
add_leaf(Animation *animation, const NodeRef *leaf)
{
    const Model *model = ied_model(animation->ied);
    g_autofree char *text = reference_format(model, leaf, true);
    MovingPoint moving;
    Value value;

    if (!reference_resolve_point(model, text, &moving.point, NULL)) {
        return;
    }
    values_get(ied_values(animation->ied), leaf, &value);
    moving.first = moving.now = value.real;
    g_array_append_val(animation->points, moving);
}

/* Measured values: floating-point attributes under MX that the process changes. */
static void
collect(Animation *animation, const NodeRef *place)
{
    const Type *type = place->type;

    if (type->kind == VALUE_FLOAT && (place->flags & COMPONENT_DCHG) != 0) {
        add_leaf(animation, place);
    }
    for (uint32_t i = 0; type->kind == VALUE_STRUCTURE && i < type->component_count; i++) {
        NodeRef inner;

        if (node_component(place, slice_from_string(type->components[i].name), &inner)) {
            collect(animation, &inner);
        }
    }
}

static void
collect_all(Animation *animation)
{
    const Model *model = ied_model(animation->ied);

    for (unsigned d = 0; d < model->device_count; d++) {
        const LogicalDevice *device = &model->devices[d];

        for (unsigned n = 0; n < device->node_count; n++) {
            g_autofree char *item = g_strdup_printf("%s$MX", device->nodes[n].name);
            NodeRef place;

            if (model_find_item(model, slice_from_string(device->domain),
                                slice_from_string(item), &place)) {
                collect(animation, &place);
            }
        }
    }
}

static void
move(Animation *animation, MovingPoint *moving)
{
    double scale = moving->first != 0 ? fabs(moving->first) : FIRST_OF_NONE;
    Value value = { .kind = VALUE_FLOAT };

    moving->now +=
        RETURN * (moving->first - moving->now) + STEP * scale * prng_normal(&animation->prng);
    value.real = moving->now;
    ied_set(animation->ied, &moving->point, &(IedSet){ .value = &value });
}

static void
move_all(Timer *timer)
{
    Animation *animation = (Animation *)timer;

    ied_change_open(animation->ied);
    for (unsigned i = 0; i < animation->points->len; i++) {
        move(animation, &g_array_index(animation->points, MovingPoint, i));
    }
    ied_change_commit(animation->ied);
    clock_arm(animation->clock, timer, clock_now(animation->clock) + PERIOD, move_all);
}

Animation *
animation_new(Ied *ied, Clock *clock)
{
    Animation *animation = g_new0(Animation, 1);
    int64_t phase;

    animation->ied = ied;
    animation->clock = clock;
    animation->points = g_array_new(FALSE, FALSE, sizeof(MovingPoint));
    animation->prng = prng_keyed(0, ied_name(ied), "animate", 0);
    collect_all(animation);
    if (animation->points->len == 0) {
        animation_free(animation);
        return NULL;
    }
    phase = (int64_t)prng_below(&animation->prng, (uint64_t)PERIOD);
    clock_arm(clock, &animation->timer, clock_now(clock) + phase, move_all);
    return animation;
}

void
animation_free(Animation *animation)
{
    if (animation == NULL) {
        return;
    }
    clock_disarm(animation->clock, &animation->timer);
    g_array_unref(animation->points);
    g_free(animation);
}
