/* SPDX-License-Identifier: Apache-2.0
 *
 * The handle that a process has on a request: how it decides and ends it, and what it may ask
 * (see control.h).
 */
#include "sim/acsi/control_private.h"

void
control_request_accept(ControlRequest *request)
{
    g_return_if_fail(request->open && !request->deciding);
    control_accepted(request);
}

void
control_request_refuse(ControlRequest *request, AddCause cause)
{
    g_return_if_fail(request->open && !request->deciding);
    control_refused(request, cause);
}

static bool
is_executed(const ControlRequest *request)
{
    return request->object->command == request && !request->ended &&
           request->object->state == CONTROL_EXECUTING;
}

void
control_succeed(ControlRequest *request)
{
    g_return_if_fail(is_executed(request));
    control_end(request, CONTROL_NO_CAUSE);
}

void
control_fail(ControlRequest *request, AddCause cause)
{
    g_return_if_fail(is_executed(request));
    control_end(request, (int)cause);
}

void
control_execute_default(ControlRequest *request, const ControlCourse *course)
{
    g_return_if_fail(is_executed(request) && request->executing);
    control_default_begin(request, course);
}

bool
control_request_only_tests(const ControlRequest *request)
{
    return request->service == CONTROL_OPER && request->silent;
}

ControlObject *
control_request_object(const ControlRequest *request)
{
    return request->object;
}

ControlService
control_request_service(const ControlRequest *request)
{
    return request->service;
}

bool
control_request_is_open(const ControlRequest *request)
{
    return request->open;
}

const ControlParameters *
control_request_parameters(const ControlRequest *request)
{
    return &request->parameters;
}

const char *
control_request_client(const ControlRequest *request)
{
    return request->client;
}

uint64_t
control_request_association(const ControlRequest *request)
{
    return request->association;
}
