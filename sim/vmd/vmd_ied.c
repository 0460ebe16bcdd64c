/* SPDX-License-Identifier: Apache-2.0
 *
 * The VMD of an IED: its life, identity and status (see vmd_ied.h).
 */
#include "sim/vmd/vmd_ied_private.h"

static void
identify(void *object, const char **vendor, const char **model, const char **revision)
{
    const VmdIed *ied = object;

    *vendor = ied->vendor;
    *model = ied->model_name;
    *revision = ied->revision;
}

/* state-changes-allowed, operational. */
static void
status(void *object, int *logical, int *physical)
{
    (void)object;
    *logical = 0;
    *physical = 0;
}

static const char *
capability(void *object, unsigned index)
{
    static const char *const editions[] = {
        [EDITION_1] = "IEC 61850-8-1:2004",
        [EDITION_2] = "IEC 61850-8-1:2011",
        [EDITION_2_1] = "IEC 61850-8-1:2011+AMD1:2020",
    };
    const VmdIed *ied = object;

    return index == 0 ? editions[ied->model->edition] : NULL;
}

static void
forget(void *object, VmdCaller *caller)
{
    vmd_hooks_forget(object, caller);
    vmd_caller_clear(caller);
}

static const VmdDevice vmd_ied_device = {
    .identify = identify,
    .status = status,
    .capability = capability,
    .forget = forget,
};

/* The first that says something. */
static char *
pick(const char *given, const char *of_model, const char *otherwise)
{
    return g_strdup(given != NULL                             ? given
                    : of_model != NULL && of_model[0] != '\0' ? of_model
                                                              : otherwise);
}

VmdIed *
vmd_ied_new(const VmdIedParameters *parameters)
{
    VmdIed *ied = g_new0(VmdIed, 1);
    Model *model = values_model(parameters->values);

    ied->values = parameters->values;
    ied->model = model_ref(model);
    ied->vendor = pick(parameters->vendor, model->manufacturer, "iedbench");
    ied->model_name = pick(parameters->model, model->type, "virtual IED");
    ied->revision = pick(parameters->revision, model->config_version, "1");
    ied->lists_max = parameters->lists_max;
    ied->members_max = parameters->members_max;
    ied->scratch = g_string_new(NULL);
    vmd_lists_init(ied);
    ied->vmd = (Vmd){ .device = &vmd_ied_device,
                      .names = &vmd_ied_names,
                      .variables = &vmd_ied_variables,
                      .lists = &vmd_ied_lists,
                      .object = ied };
    return ied;
}

void
vmd_ied_free(VmdIed *ied)
{
    if (ied == NULL) {
        return;
    }
    vmd_lists_clear(ied);
    vmd_hooks_clear(ied);
    g_string_free(ied->scratch, TRUE);
    g_free(ied->vendor);
    g_free(ied->model_name);
    g_free(ied->revision);
    model_unref(ied->model);
    g_free(ied);
}

const Vmd *
vmd_ied_vmd(VmdIed *ied)
{
    return &ied->vmd;
}
