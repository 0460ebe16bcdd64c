/* SPDX-License-Identifier: Apache-2.0
 *
 * Service tracking of one IED (IEC 61850-7-2 clause 15, 7-3 7.8, 7-4 LTRK): each service that
 * the file has an object for, served or refused, shows in that object (SpcTrk, BrcbTrk, ...) in
 * one change set, whose dupd a report or a log over FC SR delivers. A service whose own object
 * the file lacks shows in GenTrk.
 *
 * The LTRK of the logical device counts, else the first of the IED that has the object.
 */
#pragma once

#include "sim/acsi/server.h"
#include "sim/mms/error.h"

/* ServiceNameKind (7-2 table 19): those that are tracked. */
typedef enum ServiceName {
    SERVICE_UNKNOWN = 0,
    SERVICE_ASSOCIATE = 1,
    SERVICE_ABORT = 2,
    SERVICE_RELEASE = 3,
    SERVICE_SET_DATA_VALUES = 8,
    SERVICE_SET_DATA_SET_VALUES = 12,
    SERVICE_CREATE_DATA_SET = 13,
    SERVICE_DELETE_DATA_SET = 14,
    SERVICE_SELECT_ACTIVE_SG = 16,
    SERVICE_SELECT_EDIT_SG = 17,
    SERVICE_SET_EDIT_SG_VALUE = 18,
    SERVICE_CONFIRM_EDIT_SG_VALUES = 19,
    SERVICE_SET_BRCB_VALUES = 24,
    SERVICE_SET_URCB_VALUES = 26,
    SERVICE_SET_LCB_VALUES = 28,
    SERVICE_QUERY_LOG_BY_TIME = 29,
    SERVICE_QUERY_LOG_AFTER = 30,
    SERVICE_SET_GOCB_VALUES = 34,
    SERVICE_SET_MSVCB_VALUES = 39,
    SERVICE_SET_USVCB_VALUES = 42,
    SERVICE_SELECT = 43,
    SERVICE_SELECT_WITH_VALUE = 44,
    SERVICE_CANCEL = 45,
    SERVICE_OPERATE = 46,
    SERVICE_COMMAND_TERMINATION = 47,
    SERVICE_TIME_ACTIVATED_OPERATE = 48,
    SERVICE_INTERNAL_CHANGE = 54,
} ServiceName;

/* ServiceStatusKind. */
typedef enum ServiceStatus {
    STATUS_NO_ERROR,
    STATUS_INSTANCE_NOT_AVAILABLE,
    STATUS_INSTANCE_IN_USE,
    STATUS_ACCESS_VIOLATION,
    STATUS_ACCESS_NOT_ALLOWED_IN_CURRENT_STATE,
    STATUS_PARAMETER_VALUE_INAPPROPRIATE,
    STATUS_PARAMETER_VALUE_INCONSISTENT,
    STATUS_CLASS_NOT_SUPPORTED,
    STATUS_INSTANCE_LOCKED_BY_OTHER_CLIENT,
    STATUS_CONTROL_MUST_BE_SELECTED,
    STATUS_TYPE_CONFLICT,
    STATUS_FAILED_DUE_TO_COMMUNICATIONS_CONSTRAINT,
    STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT,
} ServiceStatus;

/* The table of 8-1 read backwards; where it is not unique, the more general one. */
ServiceStatus service_status_of(MmsDataError result);
ServiceStatus service_status_of_error(MmsError result);

/* NULL when the model has no tracking object: then nothing is tracked, and everything below
 * takes that NULL. Made before the behaviours that tell it something, freed behind them. */
Tracking *tracking_new(const AcsiServer *server);
void tracking_free(Tracking *tracking);

/* An association came or went, or could not: in GenTrk. `client` is its name or address. */
void tracking_note_association(Tracking *tracking, const char *client, ServiceName service,
                               ServiceStatus status);

/* A control block changed without a service of a client: the association of its owner ended, a
 * reservation went by, the device itself activated a group. Shows in a later turn. */
void tracking_note_change(Tracking *tracking, const ControlBlock *block);
