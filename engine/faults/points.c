/* SPDX-License-Identifier: Apache-2.0
 *
 * See points.h.
 */
#include "engine/faults/points.h"

#include "engine/reference_pattern.h"

typedef struct Search {
    const Model *model;
    FaultFits fits;
    GArray *points;
} Search;

static void
free_point(gpointer data)
{
    g_free(((FaultPoint *)data)->reference);
}

static void
add_point(void *user, const char *reference, const Point *point)
{
    const Search *search = user;
    FaultPoint found = { .point = *point, .around = point->value };
    static const char *const names[] = { "q", NULL };

    if (search->fits(point)) {
        node_around(search->model, &point->value, names, &found.around);
        found.reference = g_strdup(reference);
        g_array_append_val(search->points, found);
    }
}

/* A data object, or one inside it: whatever has a quality. */
static void
add_object(const Search *search, const NodeRef *place)
{
    g_autofree char *plain = reference_format(search->model, place, false);
    g_autofree char *exact = g_strdup_printf("%s[%s]", plain, fc_name((Fc)place->fc));
    Point point;

    if (reference_resolve_point(search->model, exact, &point, NULL)) {
        add_point((void *)search, plain, &point);
    }
}

static void
walk(const Search *search, const NodeRef *place)
{
    const Type *type = place->type;
    NodeRef inner;

    if (type->kind == VALUE_STRUCTURE && type_component(type, slice_from_string("q")) != NULL) {
        add_object(search, place);
    }
    for (uint32_t i = 0; i < type->element_count; i++) {
        if (node_element(place, i, &inner)) {
            walk(search, &inner);
        }
    }
    for (uint32_t i = 0; type->kind == VALUE_STRUCTURE && i < type->component_count; i++) {
        inner = node_inside(place, &type->components[i]);
        if (!type_is_leaf(inner.type)) {
            walk(search, &inner);
        }
    }
}

static void
add_all(const Search *search)
{
    static const char *const constraints[] = { "ST", "MX" };

    for (unsigned d = 0; d < search->model->device_count; d++) {
        const LogicalDevice *device = &search->model->devices[d];

        for (unsigned n = 0; n < device->node_count; n++) {
            NodeRef node = model_node_ref(device, &device->nodes[n]);

            for (unsigned i = 0; i < G_N_ELEMENTS(constraints); i++) {
                NodeRef place;

                if (node_component(&node, slice_from_string(constraints[i]), &place)) {
                    walk(search, &place);
                }
            }
        }
    }
}

/* NULL with an error for a reference that is none. */
static GArray *
find_points(const Model *model, const char *reference, FaultFits fits, GError **error)
{
    Search search = { model, fits, g_array_new(FALSE, FALSE, sizeof(FaultPoint)) };
    Point point;

    g_array_set_clear_func(search.points, free_point);
    if (reference == NULL || *reference == '\0') {
        add_all(&search);
    } else if (reference_pattern_is(reference) && reference_pattern_is_sound(reference)) {
        reference_pattern_each(model, reference, add_point, &search);
    } else if (reference_resolve_point(model, reference, &point, error)) {
        add_point(&search, reference, &point);
    } else {
        g_clear_pointer(&search.points, g_array_unref);
    }
    return search.points;
}

char *
fault_points_check(const FaultSpec *spec, const Device *device, unsigned reference,
                   FaultFits fits, const char *what)
{
    const char *text = spec->values[reference].text;
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) points = find_points(device->server->model, text, fits, &error);

    if (points == NULL) {
        return g_strdup(error->message);
    }
    if (points->len == 0) {
        return text == NULL || *text == '\0' ? g_strdup_printf("nothing of it is %s", what)
                                             : g_strdup_printf("%s is not %s", text, what);
    }
    return NULL;
}

static void
take_share(Fault *fault, GArray *points)
{
    for (unsigned i = points->len; fault->spec->share < 1 && i-- > 0;) {
        if (prng_unit(fault_prng(fault, 0)) >= fault->spec->share) {
            g_array_remove_index(points, i);
        }
    }
}

static void
add_leaf(FaultPoints *self, bool exists, const NodeRef *leaf, unsigned index)
{
    if (exists) {
        g_hash_table_insert(self->leaves, GUINT_TO_POINTER(leaf->offset + 1),
                            GUINT_TO_POINTER(index + 1));
    }
}

static void
add_inside(FaultPoints *self, const NodeRef *place, unsigned index)
{
    const Type *type = place->type;
    NodeRef inner;

    add_leaf(self, type_is_leaf(type), place, index);
    for (uint32_t i = 0; i < type->element_count; i++) {
        if (node_element(place, i, &inner)) {
            add_inside(self, &inner, index);
        }
    }
    for (uint32_t i = 0; i < type->component_count; i++) {
        inner = node_inside(place, &type->components[i]);
        add_inside(self, &inner, index);
    }
}

static const Point *
point_at(const FaultPoints *self, unsigned index)
{
    return &g_array_index(self->points, FaultPoint, index).point;
}

void
fault_points_begin(Fault *fault, unsigned reference, FaultFits fits, unsigned which)
{
    FaultPoints *self = fault->state;

    self->points = find_points(fault->device->server->model,
                               fault_value(fault, reference)->text, fits, NULL);
    self->leaves = g_hash_table_new(NULL, NULL);
    self->which = which;
    if ((fault->spec->type->no_settings & FAULT_NO_TIMES) != 0) {
        take_share(fault, self->points);
    }
    for (unsigned i = 0; i < self->points->len; i++) {
        const Point *point = point_at(self, i);

        add_leaf(self, (which & FAULT_VALUE) != 0, &point->value, i);
        add_leaf(self, (which & FAULT_QUALITY) != 0 && point->has_q, &point->q, i);
        add_leaf(self, (which & FAULT_STAMP) != 0 && point->has_t, &point->t, i);
        if ((which & FAULT_ALL_AROUND) != 0) {
            add_inside(self, &g_array_index(self->points, FaultPoint, i).around, i);
        }
    }
}

static void
tell_once(Fault *fault, const char *what)
{
    const FaultPoints *self = fault->state;

    fault->acted++;
    if (self->points->len == 1) {
        fault_tell(fault, NULL, "%s: %s", g_array_index(self->points, FaultPoint, 0).reference,
                   what);
    } else {
        fault_tell(fault, NULL, "%u points: %s", self->points->len, what);
    }
}

void
fault_points_show(Fault *fault, const char *what)
{
    FaultPoints *self = fault->state;
    Ied *ied = fault->device->ied;

    self->stamps = true;
    if (ied_is_off(ied) || self->points->len == 0) {
        return;
    }
    self->quiet = what != NULL;
    ied_change_open(ied);
    for (unsigned i = 0; i < self->points->len; i++) {
        const Point *point = point_at(self, i);

        if ((self->which & FAULT_VALUE) != 0) {
            ied_show_leaf(ied, &point->value);
        }
        if ((self->which & FAULT_QUALITY) != 0 && point->has_q) {
            ied_show_leaf(ied, &point->q);
        }
        ied_set(ied, point, &(IedSet){ 0 });
    }
    ied_change_commit(ied);
    self->quiet = false;
    if (what != NULL) {
        tell_once(fault, what);
    }
}

/* Of the fault's own leaves: what others changed does not pass anew. */
static bool
show_point(Ied *ied, const FaultPoints *self, const FaultPoint *point)
{
    bool any = (self->which & FAULT_VALUE) != 0 && ied_show(ied, &point->point.value);

    if ((self->which & FAULT_QUALITY) != 0 && point->point.has_q) {
        any = ied_show(ied, &point->point.q) || any;
    }
    if ((self->which & FAULT_STAMP) != 0 && point->point.has_t) {
        ied_show(ied, &point->point.t);
    }
    if ((self->which & FAULT_ALL_AROUND) != 0) {
        ied_show(ied, &point->around);
    }
    return any;
}

static void
show_truth(Ied *ied, const FaultPoints *self)
{
    ied_change_open(ied);
    for (unsigned i = 0; i < self->points->len; i++) {
        if (show_point(ied, self, &g_array_index(self->points, FaultPoint, i)) &&
            self->stamps) {
            ied_set(ied, point_at(self, i), &(IedSet){ 0 });
        }
    }
    ied_change_commit(ied);
}

void
fault_points_end(Fault *fault)
{
    FaultPoints *self = fault->state;

    if (!fault->stage->ending && !ied_is_off(fault->device->ied)) {
        show_truth(fault->device->ied, self);
    }
    g_clear_pointer(&self->points, g_array_unref);
    g_clear_pointer(&self->leaves, g_hash_table_unref);
}

FaultPoint *
fault_points_find(const Fault *fault, const GatePass *pass)
{
    const FaultPoints *self = fault->state;
    const ShownLeaf *leaf = pass->subject;
    gpointer found = g_hash_table_lookup(self->leaves, GUINT_TO_POINTER(leaf->ref.offset + 1));

    return found == NULL
               ? NULL
               : &g_array_index(self->points, FaultPoint, GPOINTER_TO_UINT(found) - 1);
}

void
fault_points_change(Fault *fault, GatePass *pass, const FaultPoint *point, const Value *value)
{
    ShownLeaf *leaf = (ShownLeaf *)pass->subject;
    g_autoptr(GString) truth = g_string_new(NULL);
    g_autoptr(GString) shown = g_string_new(NULL);

    if (!((FaultPoints *)fault->state)->quiet) {
        value_append_text(leaf->ref.type, leaf->value, truth);
        value_append_text(leaf->ref.type, value, shown);
        fault->acted++;
        fault_tell(fault, pass, "%s: %s is shown as %s", point->reference, truth->str,
                   shown->str);
    }
    *leaf->value = *value;
    leaf->changed = true;
}
