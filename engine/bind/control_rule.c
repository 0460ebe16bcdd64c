/* SPDX-License-Identifier: Apache-2.0
 *
 * control(bay, "LD0/CSWI1.Pos", { refuse = "blocked-by-mode" }): how a control answers by
 * itself, as an action of the timeline; and op:proceed in tasks takes the same about its
 * execution.
 */
#include <string.h>

#include "engine/bind/control.h"
#include "engine/bind/word_options.h"
#include "engine/control_action.h"

#define ANY_SERVICE ((1u << CONTROL_SERVICES) - 1)

/* How far a switch or a tap changer comes; false: told. */
static bool
to_stop(lua_State *L, const char *text, ControlStop *stop)
{
    static const char *const names[] = { [CONTROL_STAYS] = "unmoved",
                                         [CONTROL_STOPS_BETWEEN] = "intermediate",
                                         [CONTROL_STOPS_BAD] = "bad" };

    for (unsigned i = CONTROL_STAYS; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], text) == 0) {
            *stop = (ControlStop)i;
            return true;
        }
    }
    bind_problem(L, "%s: stuck is \"unmoved\", \"intermediate\" or \"bad\", not \"%s\"",
                 bind_row(L)->name, text);
    return false;
}

/* travel=, stuck= and fail= of the table at `index`; *given: any of them is there. False: told.
 */
static bool
take_course(lua_State *L, int index, ControlCourse *course, bool *given)
{
    const char *stuck = NULL;
    AddCause cause;
    bool good = true;

    *course = (ControlCourse){ -1, CONTROL_ARRIVES, -1 };
    *given = bind_option_time(L, index, "travel", &course->travel);
    if (bind_option_string(L, index, "stuck", &stuck)) {
        *given = true;
        good = to_stop(L, stuck, &course->stop);
    }
    if (lua_istable(L, index) && lua_getfield(L, index, "fail") != LUA_TNIL) {
        *given = true;
        good = bind_to_add_cause(L, lua_gettop(L), &cause) && good;
        course->cause = good ? (int)cause : -1;
        course->stop = course->stop == CONTROL_ARRIVES ? CONTROL_STAYS : course->stop;
    }
    lua_settop(L, index);
    return good;
}

static const BindOption course_options[] = { { "travel", OPTION_TIME, false },
                                             { "stuck", OPTION_STRING, false },
                                             { "fail", OPTION_ANY, false },
                                             { NULL, OPTION_ANY, false } };

bool
bind_to_course(lua_State *L, int index, ControlCourse *course)
{
    bool given;

    return bind_check_options(L, index, course_options, false) &&
           take_course(L, index, course, &given);
}

/* There is something between the positions, or a bad one. */
static bool
check_stop(lua_State *L, const Device *device, const char *reference, ControlStop stop)
{
    const Model *model = device->server->model;
    g_autofree char *position = g_strdup_printf("%s.stVal[ST]", reference);
    g_autofree char *step = g_strdup_printf("%s.valWTr[ST]", reference);
    NodeRef place;
    bool is_switch = reference_resolve(model, position, &place, NULL) &&
                     place.type->kind == VALUE_BIT_STRING;
    bool has_steps = reference_resolve(model, step, &place, NULL);

    if ((stop == CONTROL_STOPS_BETWEEN && !is_switch && !has_steps) ||
        (stop == CONTROL_STOPS_BAD && !is_switch)) {
        bind_problem(L, "control: %s has no such position to be stuck in", reference);
        return false;
    }
    return true;
}

/* What stands in the table at 3 goes into the rule; false: told. */
static bool
take_rule(lua_State *L, const Device *device, const char *reference, unsigned services,
          ControlRule *rule)
{
    bool executes = false, refuses, good;
    AddCause cause;

    good = take_course(L, 3, &rule->course, &executes) &&
           check_stop(L, device, reference, rule->course.stop);
    bind_option_time(L, 3, "delay", &rule->delay);
    bind_option_count(L, 3, "times", &rule->times);
    refuses = lua_getfield(L, 3, "refuse") != LUA_TNIL;
    if (refuses && good) {
        good = bind_to_add_cause(L, lua_gettop(L), &cause);
        rule->refuse = good ? (int)cause : -1;
    }
    lua_settop(L, 3);
    if (good && executes && (refuses || rule->never || services != 1u << CONTROL_OPER)) {
        bind_problem(L, "control: travel, stuck and fail are of an operate that is accepted");
        return false;
    }
    if (good && rule->never && (refuses || rule->delay > 0)) {
        bind_problem(L, "control: who never answers neither refuses nor delays");
        return false;
    }
    return good;
}

/* answer = "never" or "usual"; false: told. */
static bool
take_answer(lua_State *L, ControlRule *rule, bool *usual)
{
    const char *answer = NULL;

    if (!bind_option_string(L, 3, "answer", &answer)) {
        return true;
    }
    rule->never = strcmp(answer, "never") == 0;
    *usual = strcmp(answer, "usual") == 0;
    if (!rule->never && !*usual) {
        bind_problem(L, "control: answer is \"never\" or \"usual\", not \"%s\"", answer);
        return false;
    }
    return true;
}

/* on = "select": usually the operate, and everything when all is as usual again. */
static bool
take_services(lua_State *L, bool usual, unsigned *services)
{
    bool good = true;

    *services = usual ? ANY_SERVICE : 1u << CONTROL_OPER;
    if (lua_getfield(L, 3, "on") != LUA_TNIL) {
        good = bind_to_services(L, lua_gettop(L), services);
    }
    lua_settop(L, 3);
    return good;
}

static const BindOption rule_options[] = {
    { "on", OPTION_ANY, false },      { "answer", OPTION_STRING, false },
    { "refuse", OPTION_ANY, false },  { "delay", OPTION_TIME, false },
    { "travel", OPTION_TIME, false }, { "stuck", OPTION_STRING, false },
    { "fail", OPTION_ANY, false },    { "times", OPTION_COUNT, false },
    { NULL, OPTION_ANY, false },
};

/* control(ied, reference, { ... }) */
static int
word_control(lua_State *L)
{
    Device *device = bind_to_device(L, 1);
    const char *text = luaL_checkstring(L, 2);
    ControlRule rule = { .refuse = -1 };
    unsigned services = 0;
    bool usual = false;
    char *reference;
    NodeRef co;

    lua_settop(L, 3);
    if (device == NULL || !bind_check_options(L, 3, rule_options, false) ||
        !bind_find_control(L, device, text, &co)) {
        return bind_push_word(L, WORD_BROKEN, "control", NULL), 1;
    }
    if (!lua_istable(L, 3)) {
        return bind_refuse(L,
                           "control needs how %s answers, such as { refuse = "
                           "\"blocked-by-mode\" } or { answer = \"usual\" }",
                           text);
    }
    reference = reference_format(device->server->model, &co, false);
    lua_pushstring(L, reference);
    g_free(reference);
    lua_replace(L, 2);
    if (!take_answer(L, &rule, &usual) || !take_services(L, usual, &services) ||
        !take_rule(L, device, lua_tostring(L, 2), services, &rule)) {
        return bind_push_word(L, WORD_BROKEN, "control", NULL), 1;
    }
    bind_push_word(
        L, WORD_ACTION, "control",
        control_action_new(device, &co, lua_tostring(L, 2), services, usual ? NULL : &rule));
    return 1;
}

const BindWord bind_control_words[] = {
    { "control",
      "control(ied, reference, { refuse=, fail=, stuck=, travel=, delay=, answer=, on=, times= "
      "})",
      "how a control answers from now on, by itself: see doc/control.md", word_control,
      BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWordOptions bind_control_rule_options[] = {
    { bind_control_words, "control", rule_options, NULL },
    { bind_control_request_methods, "proceed", course_options, NULL },
    { 0 },
};
