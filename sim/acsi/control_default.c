/* SPDX-License-Identifier: Apache-2.0
 *
 * The default process behind a control: it always succeeds, after a travel time, unless it is
 * told another course (see doc/control.md). What it moves stands in control_class.c.
 */
#include "sim/acsi/control_class.h"

bool
control_default_is_at_limit(const ControlRequest *request)
{
    double target = 0;

    return control_class_of(request->object)->by_steps && control_target(request, &target) &&
           control_is_at_end(request->object, control_direction(target));
}

int64_t
control_default_travel(const ControlObject *object)
{
    return object->course.travel >= 0 ? object->course.travel
           : object->travel_time >= 0 ? object->travel_time
                                      : control_class_of(object)->travel;
}

static void
stage(ControlObject *object, ControlStage how, double target)
{
    bool own = control_change_open(object->controls);

    if (how != NULL) {
        how(object, target);
    }
    control_change_close(object->controls, own);
}

static void arrive(Timer *timer);

static void
arm(ControlObject *object, int64_t delay)
{
    Clock *clock = object->controls->server->clock;

    clock_arm(clock, &object->travel, clock_now(clock) + delay, arrive);
}

/* A pulse that the file configures ends the signal again. */
static void
begin_pulses(ControlObject *object, double target)
{
    enum { PULSE = 0, PULSES_MAX = 1000 };
    int64_t duration = control_setting(object, "pulseConfig$onDur", 0);
    int64_t count = control_setting(object, "pulseConfig$numPls", 1);

    if (target != 0 && duration > 0 &&
        control_setting(object, "pulseConfig$cmdQual", PULSE) == PULSE) {
        object->pulses = 2 * (unsigned)CLAMP(count, 1, PULSES_MAX) - 1;
        arm(object, duration * CLOCK_MILLISECOND);
    }
}

static void
go_on_pulsing(ControlObject *object)
{
    bool on = --object->pulses % 2 != 0;

    stage(object, control_class_of(object)->finish, on);
    if (object->pulses > 0) {
        int64_t duration =
            control_setting(object, on ? "pulseConfig$onDur" : "pulseConfig$offDur", 0);

        arm(object, duration * CLOCK_MILLISECOND);
    }
}

/* A persistent output moves on until it is stopped or at its end. */
static void
go_on_moving(ControlObject *object)
{
    if (control_is_at_end(object, object->moving)) {
        object->moving = 0;
        return;
    }
    stage(object, control_class_of(object)->finish,
          object->moving > 0 ? CONTROL_HIGHER : CONTROL_LOWER);
    arm(object, MAX(control_default_travel(object), CLOCK_MILLISECOND));
}

static void
end_motion(ControlRequest *command)
{
    ControlObject *object = command->object;
    const ControlClass *class = control_class_of(object);
    double target = 0;

    control_target(command, &target);
    stage(object, class->finish, target);
    control_end(command, CONTROL_NO_CAUSE); /* behind the commit: its reports leave first */
    if (class->has_pulses) {
        begin_pulses(object, target);
    } else if (class->by_steps && control_setting(object, "persistent", 0) != 0 &&
               control_direction(target) != 0) {
        object->moving = control_direction(target);
        arm(object, MAX(control_default_travel(object), CLOCK_MILLISECOND));
    }
}

/* It does not come to its end: what it shows then, and why, if that is told before operTimeout.
 */
static void
stop_on_the_way(ControlRequest *command)
{
    ControlObject *object = command->object;
    int cause = object->course.cause;

    if (object->course.stop == CONTROL_STOPS_BAD && control_class_of(object)->is_switch) {
        bool own = control_change_open(object->controls);

        control_stage_bad_state(object);
        control_change_close(object->controls, own);
    }
    if (cause >= 0) {
        control_end(command, cause);
    }
}

static void
arrive(Timer *timer)
{
    ControlObject *object =
        (ControlObject *)(void *)((char *)timer - offsetof(ControlObject, travel));

    if (object->pulses > 0) {
        go_on_pulsing(object);
    } else if (object->moving != 0) {
        go_on_moving(object);
    } else if (object->course.stop != CONTROL_ARRIVES) {
        stop_on_the_way(object->command);
    } else {
        end_motion(object->command);
    }
}

/* Not all the way: it begins to move, or not even that. */
static void
begin_to_stop(ControlObject *object, double target)
{
    if (object->course.stop != CONTROL_STAYS) {
        stage(object, control_class_of(object)->start, target);
    }
    if (control_default_travel(object) == 0) {
        stop_on_the_way(object->command);
    } else {
        arm(object, control_default_travel(object));
    }
}

void
control_default_begin(ControlRequest *request, const ControlCourse *course)
{
    static const ControlCourse usual = { -1, CONTROL_ARRIVES, -1 };
    ControlObject *object = request->object;
    const ControlClass *class = control_class_of(object);
    double target = 0;
    int64_t travel;

    control_default_stop(object);
    object->course = course != NULL ? *course : usual;
    control_gate_executes(request);
    travel = control_default_travel(object);
    control_target(request, &target);
    if (object->course.stop != CONTROL_ARRIVES) {
        begin_to_stop(object, target);
    } else if (travel == 0 || (class->by_steps && control_direction(target) == 0)) {
        end_motion(request);
    } else {
        stage(object, class->start, target);
        arm(object, travel);
    }
}

void
control_default_stop(ControlObject *object)
{
    clock_disarm(object->controls->server->clock, &object->travel);
    object->pulses = 0;
    object->moving = 0;
}
