/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules over change sets (see values.h): what a commit brings with it is found and staged
 * before the first leaf is written, so that it stays one change set and one report entry.
 */
#include "sim/model/values_internal.h"

void
values_add_rule(Values *values, ChangeRule rule, void *user)
{
    unsigned at = values->rule_count++;

    values->rules = g_renew(Rule, values->rules, values->rule_count);
    values->rules[at] = (Rule){ rule, user };
}

void
values_remove_rule(Values *values, ChangeRule rule, void *user)
{
    for (unsigned i = 0; i < values->rule_count; i++) {
        Rule *at = &values->rules[i];

        if (at->run == rule && at->user == user) {
            values->rule_count--;
            memmove(at, at + 1, (values->rule_count - i) * sizeof *at);
            return;
        }
    }
}

void
values_run_rules(Values *values)
{
    for (unsigned i = 0; i < values->rule_count; i++) {
        values->sorted = values->staged_count;
        values->resort = false;
        values->rules[i].run(values->rules[i].user, values, values->origin);
        if (values->resort || values->staged_count > values->sorted) {
            values_sort_staged(values);
        }
    }
}

unsigned
change_count(const Values *values)
{
    return values->sorted;
}

const NodeRef *
change_leaf(const Values *values, unsigned index)
{
    return &values->staged[index].ref;
}

unsigned
change_find(const Values *values, uint32_t offset)
{
    unsigned low = 0;
    unsigned high = values->sorted;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (values->staged[middle].ref.offset < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool
change_get(const Values *values, const NodeRef *leaf, Value *value)
{
    unsigned at = change_find(values, leaf->offset);
    const StagedLeaf *staged = values->staged + at;

    if (at == values->sorted || staged->ref.offset != leaf->offset || staged->dropped) {
        values_get(values, leaf, value);
        return false;
    }
    if (!type_is_string(leaf->type)) {
        value_unpack(leaf->type, staged->octets, value);
    } else {
        value->kind = leaf->type->kind;
        value->string = values_string(values, leaf->type, staged->octets);
    }
    return true;
}

void
change_drop(Values *values, unsigned index)
{
    values->staged[index].dropped = true;
    values->resort = true;
}
