/* SPDX-License-Identifier: Apache-2.0
 *
 * See control_desk.h. A request that no task takes is refused when operTimeout is over, so that
 * a client is never left without an answer by a scenario that forgot it; one that a task took
 * stays unanswered as long as the task does.
 */
#include "engine/control_desk.h"

#include <string.h>

enum { SUCCESS = -1 };

struct ControlDesk {
    Device *device;
    Stage *stage; /* NULL while the scenario is not played */
    NodeRef co;
    char *reference;
    unsigned asked;                       /* services */
    int64_t travel;                       /* -1: as the device has it */
    GPtrArray *requests;                  /* DeskRequest* that live, referenced */
    GPtrArray *waiters;                   /* DeskWaiter*, lent */
    ControlRule *rules[CONTROL_SERVICES]; /* owned; NULL: none */
};

static const EventKind kinds[CONTROL_SERVICES] = { EVENT_SELECTED, EVENT_SELECTED,
                                                   EVENT_OPERATED, EVENT_CANCELLED };

static void
clear_event(Event *event)
{
    g_free((char *)event->ied);
    g_free((char *)event->client);
    g_free((char *)event->address);
    g_free((char *)event->reference);
    g_free((char *)event->value);
}

DeskRequest *
desk_request_ref(DeskRequest *request)
{
    request->references++;
    return request;
}

void
desk_request_unref(DeskRequest *request)
{
    if (request != NULL && --request->references == 0) {
        clear_event(&request->event);
        g_free(request);
    }
}

/* The handle is not valid any more. */
static void
leave(DeskRequest *request, DeskState state, const char *why)
{
    clock_disarm(request->desk->stage->clock, &request->timer);
    request->handle = NULL;
    request->state = state;
    request->why = why;
    g_ptr_array_remove(request->desk->requests, request);
}

void
desk_request_accept(DeskRequest *request)
{
    ControlRequest *handle = request->handle;

    g_assert(request->state == DESK_TAKEN || request->state == DESK_RULED);
    if (request->service == CONTROL_OPER) {
        request->state = DESK_ACCEPTED;
    } else {
        leave(request, DESK_ENDED, NULL);
    }
    control_request_accept(handle);
}

void
desk_request_refuse(DeskRequest *request, AddCause cause)
{
    ControlRequest *handle = request->handle;

    g_assert(request->state <= DESK_TAKEN);
    leave(request, DESK_ENDED, NULL);
    control_request_refuse(handle, cause);
}

void
desk_request_proceed(DeskRequest *request, const ControlCourse *course)
{
    request->by_device = true;
    request->course = *course;
    desk_request_accept(request);
}

static void
end(DeskRequest *request, int result)
{
    ControlRequest *handle = request->handle;

    leave(request, DESK_ENDED, NULL);
    if (result == SUCCESS) {
        control_succeed(handle);
    } else {
        control_fail(handle, (AddCause)result);
    }
}

/* What still waits for its time ends when that came. */
static void
end_now_or_later(DeskRequest *request, int result)
{
    g_assert(request->state == DESK_ACCEPTED);
    if (request->executing) {
        end(request, result);
    } else {
        request->ends_early = true;
        request->result = result;
    }
}

void
desk_request_succeed(DeskRequest *request)
{
    end_now_or_later(request, SUCCESS);
}

void
desk_request_fail(DeskRequest *request, AddCause cause)
{
    end_now_or_later(request, (int)cause);
}

static void
nobody_took_it(Timer *timer)
{
    desk_request_refuse((DeskRequest *)timer, ADD_CAUSE_TIME_LIMIT_OVER);
}

/* As the bus shows it; owned strings. */
static Event
event_of(const ControlDesk *desk, const ControlRequest *handle)
{
    Event event = { .kind = kinds[control_request_service(handle)],
                    .client = control_request_client(handle),
                    .association = control_request_association(handle) };

    event_complete(desk->stage->events, &event);
    event.client = g_strdup(event.client);
    event.address = g_strdup(event.address);
    event.ied = g_strdup(desk->device->name);
    event.reference = g_strdup(desk->reference);
    event.value = control_request_text(handle);
    return event;
}

static DeskRequest *
request_new(ControlDesk *desk, ControlRequest *handle)
{
    DeskRequest *request = g_new0(DeskRequest, 1);

    request->desk = desk;
    request->handle = handle;
    request->service = control_request_service(handle);
    request->only_tests = control_request_only_tests(handle);
    request->state = DESK_ASKED;
    request->event = event_of(desk, handle);
    request->references = 1;
    g_ptr_array_add(desk->requests, request);
    return request;
}

/* True: the waiter has it. */
static bool
offer(DeskRequest *request, DeskWaiter *waiter)
{
    if (request->state != DESK_ASKED || waiter->request != NULL ||
        !pattern_matches(waiter->pattern, &request->event)) {
        return false;
    }
    clock_disarm(request->desk->stage->clock, &request->timer);
    request->state = DESK_TAKEN;
    waiter->request = desk_request_ref(request);
    waiter->given(waiter);
    return true;
}

static void
answer_ruled(Timer *timer)
{
    DeskRequest *request = (DeskRequest *)timer;

    if (request->cause >= 0) {
        desk_request_refuse(request, (AddCause)request->cause);
    } else {
        desk_request_accept(request);
    }
}

/* An accepted operate is answered from a later turn, too: only what was answered LATER is told
 * when it is gone. */
static ControlVerdict
decide_ruled(ControlDesk *desk, ControlRequest *handle)
{
    ControlRule **place = &desk->rules[control_request_service(handle)];
    ControlRule rule = **place;
    DeskRequest *request;

    if (rule.times > 0 && --(*place)->times == 0) {
        g_clear_pointer(place, g_free);
    }
    if (!rule.never) {
        request = request_new(desk, handle);
        request->state = DESK_RULED;
        request->cause = rule.refuse;
        request->by_device = true;
        request->course = rule.course;
        clock_arm(desk->stage->clock, &request->timer,
                  clock_now(desk->stage->clock) + rule.delay, answer_ruled);
    }
    return CONTROL_LATER;
}

static ControlVerdict
decide(void *user, ControlRequest *handle, AddCause *cause)
{
    ControlDesk *desk = user;
    DeskRequest *request;

    (void)cause;
    if (desk->rules[control_request_service(handle)] != NULL) {
        return decide_ruled(desk, handle);
    }
    if ((desk->asked & 1u << control_request_service(handle)) == 0) {
        return CONTROL_ACCEPT;
    }
    request = request_new(desk, handle);
    clock_arm(desk->stage->clock, &request->timer,
              clock_now(desk->stage->clock) +
                  control_object_oper_timeout(control_request_object(handle)),
              nobody_took_it);
    for (unsigned i = 0; i < desk->waiters->len; i++) {
        if (offer(request, desk->waiters->pdata[i])) {
            break;
        }
    }
    return CONTROL_LATER;
}

static DeskRequest *
find_request(const ControlDesk *desk, const ControlRequest *handle)
{
    for (unsigned i = 0; i < desk->requests->len; i++) {
        DeskRequest *request = desk->requests->pdata[i];

        if (request->handle == handle) {
            return request;
        }
    }
    return NULL;
}

/* What nobody was asked for is the device's own. */
static void
execute(void *user, ControlRequest *handle)
{
    DeskRequest *request = find_request(user, handle);

    if (request == NULL) {
        control_execute_default(handle, NULL);
        return;
    }
    if (request->by_device) {
        ControlCourse course = request->course;

        leave(request, DESK_ENDED, NULL);
        control_execute_default(handle, &course);
        return;
    }
    request->executing = true;
    if (request->ends_early) {
        end(request, request->result);
    }
}

static const char *
why_gone(const DeskRequest *request)
{
    const Ied *ied = request->desk->device->ied;

    return ied == NULL       ? "the run is over"
           : ied_is_off(ied) ? "the device lost its power"
           : request->state != DESK_ACCEPTED
               ? "its client withdrew it, or has no association any more"
           : request->only_tests ? "it only tested, which ended it when it was accepted"
           : request->executing  ? "operTimeout was over"
                                 : "it was cancelled, or refused when its time came";
}

static void
gone(void *user, ControlRequest *handle)
{
    DeskRequest *request = find_request(user, handle);

    if (request != NULL) {
        leave(request, DESK_GONE, why_gone(request));
    }
}

static const ControlProcess process = { .decide = decide, .execute = execute, .gone = gone };

static void
install(ControlDesk *desk)
{
    Controls *controls = desk->stage != NULL ? ied_controls(desk->device->ied) : NULL;
    ControlObject *object = controls != NULL ? controls_find(controls, &desk->co) : NULL;

    if (object != NULL) {
        control_object_set_process(object, &process, desk);
        control_object_set_travel(object, desk->travel);
    }
}

static void
free_desk(void *data)
{
    ControlDesk *desk = data;

    g_ptr_array_unref(desk->requests);
    g_ptr_array_unref(desk->waiters);
    for (unsigned service = 0; service < CONTROL_SERVICES; service++) {
        g_free(desk->rules[service]);
    }
    g_free(desk->reference);
    g_free(desk);
}

void
control_desks_free(Device *device)
{
    g_clear_pointer(&device->desks, g_ptr_array_unref);
}

ControlDesk *
control_desk_find(const Device *device, const char *reference)
{
    for (unsigned i = 0; device->desks != NULL && i < device->desks->len; i++) {
        ControlDesk *desk = device->desks->pdata[i];

        if (strcmp(desk->reference, reference) == 0) {
            return desk;
        }
    }
    return NULL;
}

ControlDesk *
control_desk_get(Device *device, const NodeRef *co, const char *reference)
{
    ControlDesk *desk = control_desk_find(device, reference);

    if (desk != NULL) {
        return desk;
    }
    if (device->desks == NULL) {
        device->desks = g_ptr_array_new_with_free_func(free_desk);
    }
    desk = g_new0(ControlDesk, 1);
    desk->device = device;
    desk->stage = device->stage;
    desk->co = *co;
    desk->reference = g_strdup(reference);
    desk->travel = -1;
    desk->requests = g_ptr_array_new_with_free_func((GDestroyNotify)desk_request_unref);
    desk->waiters = g_ptr_array_new();
    g_ptr_array_add(device->desks, desk);
    install(desk);
    return desk;
}

static void
open_desks(Device *device)
{
    for (unsigned i = 0; device->desks != NULL && i < device->desks->len; i++) {
        ControlDesk *desk = device->desks->pdata[i];

        desk->stage = device->stage;
        install(desk);
    }
}

/* Controls are made anew when power comes back. */
static void
powered_on(const Event *event, void *user)
{
    GPtrArray *devices = user;

    for (unsigned i = 0; i < devices->len; i++) {
        Device *device = devices->pdata[i];

        if (g_strcmp0(device->name, event->ied) == 0) {
            open_desks(device);
        }
    }
}

void
control_desks_open(GPtrArray *devices, Stage *stage)
{
    for (unsigned i = 0; i < devices->len; i++) {
        Device *device = devices->pdata[i];

        device->stage = stage;
        open_desks(device);
    }
    event_subscribe(stage->events, EVENT_MASK(EVENT_POWERED_ON), powered_on, devices);
}

void
control_desk_set_rule(ControlDesk *desk, unsigned services, const ControlRule *rule)
{
    for (unsigned service = 0; service < CONTROL_SERVICES; service++) {
        if (services & 1u << service) {
            g_free(desk->rules[service]);
            desk->rules[service] = rule != NULL ? g_memdup2(rule, sizeof *rule) : NULL;
        }
    }
}

void
control_desk_ask(ControlDesk *desk, unsigned services)
{
    desk->asked = services;
}

bool
control_desk_is_asked(const ControlDesk *desk, EventKind kind)
{
    for (unsigned service = 0; service < CONTROL_SERVICES; service++) {
        if (kinds[service] == kind && desk->asked & 1u << service) {
            return true;
        }
    }
    return false;
}

void
control_desk_set_travel(ControlDesk *desk, int64_t travel)
{
    desk->travel = travel;
    install(desk);
}

void
control_desk_wait(ControlDesk *desk, DeskWaiter *waiter)
{
    waiter->desk = desk;
    g_ptr_array_add(desk->waiters, waiter);
    for (unsigned i = 0; i < desk->requests->len; i++) {
        if (offer(desk->requests->pdata[i], waiter)) {
            break;
        }
    }
}

void
control_desk_stop_waiting(DeskWaiter *waiter)
{
    if (waiter->desk != NULL) {
        g_ptr_array_remove(waiter->desk->waiters, waiter);
        waiter->desk = NULL;
    }
}
