/* SPDX-License-Identifier: Apache-2.0
 *
 * The targets of read and write (see access_target.h).
 */
#include "sim/mms/access_target.h"

#include "sim/mms/association_private.h"

MmsError
mms_target_open(MmsTarget *target, MmsRequest *request, MmsVariables variables)
{
    const Vmd *vmd = request->vmd;
    MmsError error = MMS_OBJECT_NON_EXISTENT;

    *target = (MmsTarget){ request, variables, NULL, variables.count };
    if (variables.list == NULL) {
        return MMS_OK;
    }
    if (vmd->lists == NULL) {
        return MMS_OBJECT_ACCESS_UNSUPPORTED;
    }
    target->list = vmd->lists->find(vmd->object, request->caller, variables.list, &error);
    if (target->list == NULL) {
        return error;
    }
    target->count = vmd->lists->count(vmd->object, target->list);
    return MMS_OK;
}

MmsDataError
mms_target_item(const MmsTarget *target, unsigned at, VmdMember *member, VmdVariable *variable)
{
    const MmsRequest *request = target->request;
    const Vmd *vmd = request->vmd;
    MmsDataError result;

    if (target->list != NULL) {
        *member = (VmdMember){ 0 };
        return vmd->lists->member(vmd->object, target->list, at, member, variable);
    }
    *member = target->variables.members[at];
    if (!request->association->scratch.supported[at]) {
        return MMS_DATA_OBJECT_ACCESS_UNSUPPORTED;
    }
    result = vmd->variables->find(vmd->object, request->caller, &member->name, variable);
    if (result == MMS_DATA_SUCCESS && member->access != NULL) {
        result = vmd->variables->check_access == NULL
                     ? MMS_DATA_OBJECT_ACCESS_UNSUPPORTED
                     : vmd->variables->check_access(vmd->object, variable, member->access);
    }
    return result;
}

void
mms_target_tell(const MmsTarget *target, MmsServedKind kind, unsigned at, MmsDataError result)
{
    const MmsAssociation *association = target->request->association;
    const Vmd *vmd = target->request->vmd;
    VmdMember member = { 0 };
    VmdVariable variable;

    if (association->callbacks.served == NULL) {
        return;
    }
    if (target->list != NULL) {
        vmd->lists->member(vmd->object, target->list, at, &member, &variable);
    } else {
        member = target->variables.members[at];
    }
    association->callbacks.served(association->user,
                                  &(MmsServed){ kind, &member.name, result });
}
