/* SPDX-License-Identifier: Apache-2.0
 *
 * The enumerations of controls (IEC 61850-7-2 clause 20, 7-3, 8-1 clause 20) and their names,
 * for events, scenarios and the command line.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef enum ControlModel {
    CONTROL_STATUS_ONLY,
    CONTROL_DIRECT_NORMAL,
    CONTROL_SBO_NORMAL,
    CONTROL_DIRECT_ENHANCED,
    CONTROL_SBO_ENHANCED,
    CONTROL_MODELS
} ControlModel;

typedef enum ControlService {
    CONTROL_SBO,
    CONTROL_SBOW,
    CONTROL_OPER,
    CONTROL_CANCEL,
    CONTROL_SERVICES
} ControlService;

/* orCat. */
typedef enum ControlCategory {
    CONTROL_NOT_SUPPORTED,
    CONTROL_BAY,
    CONTROL_STATION,
    CONTROL_REMOTE,
    CONTROL_AUTOMATIC_BAY,
    CONTROL_AUTOMATIC_STATION,
    CONTROL_AUTOMATIC_REMOTE,
    CONTROL_MAINTENANCE,
    CONTROL_PROCESS,
    CONTROL_CATEGORIES
} ControlCategory;

/* Error of LastApplError. */
typedef enum ControlErrorKind {
    CONTROL_NO_ERROR,
    CONTROL_ERROR_UNKNOWN,
    CONTROL_TIMEOUT_TEST_NOT_OK,
    CONTROL_OPERATOR_TEST_NOT_OK,
    CONTROL_ERROR_KINDS
} ControlErrorKind;

typedef enum AddCause {
    ADD_CAUSE_UNKNOWN,
    ADD_CAUSE_NOT_SUPPORTED,
    ADD_CAUSE_BLOCKED_BY_SWITCHING_HIERARCHY,
    ADD_CAUSE_SELECT_FAILED,
    ADD_CAUSE_INVALID_POSITION,
    ADD_CAUSE_POSITION_REACHED,
    ADD_CAUSE_PARAMETER_CHANGE_IN_EXECUTION,
    ADD_CAUSE_STEP_LIMIT,
    ADD_CAUSE_BLOCKED_BY_MODE,
    ADD_CAUSE_BLOCKED_BY_PROCESS,
    ADD_CAUSE_BLOCKED_BY_INTERLOCKING,
    ADD_CAUSE_BLOCKED_BY_SYNCHROCHECK,
    ADD_CAUSE_COMMAND_ALREADY_IN_EXECUTION,
    ADD_CAUSE_BLOCKED_BY_HEALTH,
    ADD_CAUSE_1_OF_N_CONTROL,
    ADD_CAUSE_ABORTION_BY_CANCEL,
    ADD_CAUSE_TIME_LIMIT_OVER,
    ADD_CAUSE_ABORTION_BY_TRIP,
    ADD_CAUSE_OBJECT_NOT_SELECTED,
    ADD_CAUSE_OBJECT_ALREADY_SELECTED,
    ADD_CAUSE_NO_ACCESS_AUTHORITY,
    ADD_CAUSE_ENDED_WITH_OVERSHOOT,
    ADD_CAUSE_ABORTION_DUE_TO_DEVIATION,
    ADD_CAUSE_ABORTION_BY_COMMUNICATION_LOSS,
    ADD_CAUSE_BLOCKED_BY_COMMAND,
    ADD_CAUSE_NONE,
    ADD_CAUSE_INCONSISTENT_PARAMETERS,
    ADD_CAUSE_LOCKED_BY_OTHER_CLIENT,
    ADD_CAUSES
} AddCause;

/* "blocked-by-interlocking": the standard's names in lower case. NULL for a number that has no
 * name. */
const char *add_cause_name(unsigned cause);
/* By name, case and '-' or '_' the same, or by number. */
bool add_cause_parse(const char *text, AddCause *cause);
/* The cause that the first edition has for it: it ends with object-not-selected (18). */
AddCause add_cause_of_edition_1(AddCause cause);

/* "sbo-with-enhanced-security". */
const char *control_model_name(unsigned model);
bool control_model_parse(const char *text, ControlModel *model);
bool control_model_is_sbo(ControlModel model);
bool control_model_is_enhanced(ControlModel model);

/* "remote-control". */
const char *control_category_name(int64_t category);
bool control_category_parse(const char *text, ControlCategory *category);

/* Check in words, "synchrocheck,interlock", as bits CONTROL_SYNCHRO_CHECK and
 * CONTROL_INTERLOCK_CHECK (control.h); "none" is 0. */
bool control_check_parse(const char *text, unsigned *check);
const char *control_check_name(unsigned check);

/* "timeout-test-not-ok". */
const char *control_error_name(unsigned error);

/* "SBOw": also the name of the component. */
const char *control_service_name(ControlService service);
