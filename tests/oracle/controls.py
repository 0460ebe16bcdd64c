# SPDX-License-Identifier: Apache-2.0
"""Controls of IEC 61850-8-1 out of MMS PDUs: an independent reading of what a client asks and what comes back.

    select       Read of LN$CO$DO$SBO, or Write of LN$CO$DO$SBOw            answered with a string or a write result
    operate      Write of LN$CO$DO$Oper
    cancel       Write of LN$CO$DO$Cancel
    LastApplError       InformationReport of the VMD's variable of that name: { CntrlObj, Error, Origin, ctlNum, AddCause }
    CommandTermination  InformationReport of LN$CO$DO$Oper, negative with LastApplError in front of it

Feed it the PDUs of both directions in their order. Anything that breaks a structure is a Problem.
"""
from capture import Problem, elements
from reports import DATA_ERRORS, data, integer, natural, octets, text

SERVICES = {"SBO": "select", "SBOw": "select", "Oper": "operate", "Cancel": "cancel"}


def _one(content, what):
    found = elements(content)
    if len(found) != 1:
        raise Problem("%s has %d elements" % (what, len(found)))
    return found[0]


def _name(content):
    """An ObjectName: "domain/item", or "item" of the VMD."""
    tag, inner = _one(content, "a name")
    if tag == 0x80:
        return text(inner)
    if tag == 0xA1:
        parts = elements(inner)
        if [part[0] for part in parts] != [0x1A, 0x1A]:
            raise Problem("a malformed domain-specific name")
        return text(parts[0][1]) + "/" + text(parts[1][1])
    raise Problem("a name with the tag %02X" % tag)


def _variables(content):
    """Names of a listOfVariable; alternate access stands behind the name and is left out."""
    names = []
    for tag, variable in elements(content):
        if tag != 0x30:
            raise Problem("a listOfVariable with the tag %02X" % tag)
        tag, specification = elements(variable)[0]
        if tag != 0xA0:
            raise Problem("a variable that is not named")
        names.append(_name(specification))
    return names


def _service_of(name):
    """("select", "SBOw") of "IED1LD0/CSWI1$CO$Pos$SBOw", or None."""
    parts = name.split("$")
    if len(parts) >= 4 and parts[1] == "CO" and parts[-1] in SERVICES:
        return SERVICES[parts[-1]]
    return None


def appl_error(tag, content):
    """LastApplError as a dict."""
    if tag != 0xA2:
        raise Problem("LastApplError is no structure")
    members = elements(content)
    if [member[0] for member in members] != [0x8A, 0x85, 0xA2, 0x86, 0x85]:
        raise Problem("LastApplError has the members %s" % ["%02X" % member[0] for member in members])
    origin = elements(members[2][1])
    if [member[0] for member in origin] != [0x85, 0x89]:
        raise Problem("the origin of a LastApplError is none")
    return {"cntrl_obj": text(members[0][1]), "error": integer(members[1][1]), "or_cat": integer(origin[0][1]),
            "or_ident": octets(origin[1][1]), "ctl_num": natural(members[3][1]), "add_cause": integer(members[4][1])}


class Conversation:
    """One association. take() gives what a PDU says about controls, as a dict, or None."""

    def __init__(self):
        self.asked = {}  # (service, name) by invokeID

    def take(self, pdu):
        tag, content = _one(pdu, "an MMS PDU")
        if tag == 0xA0:
            return self._take_request(elements(content))
        if tag == 0xA1:
            return self._take_response(elements(content))
        if tag == 0xA3:
            return self._take_report(_one(content, "an unconfirmed PDU"))
        return None

    def _take_request(self, parts):
        invoke = natural(parts[0][1])
        service, content = parts[1]
        if service == 0xA5:  # write: variables, listOfData
            specification, values = elements(content)
            names = _variables(specification[1]) if specification[0] == 0xA0 else []
            values = elements(values[1])
        elif service == 0xA4:  # read: [0] specificationWithResult, [1] the specification
            inner = dict(elements(content)).get(0xA1, b"")
            tag, listed = _one(inner, "a read") if inner else (0, b"")
            names = _variables(listed) if tag == 0xA0 else []
            values = []
        else:
            return None
        if len(names) != 1 or _service_of(names[0]) is None:
            return None
        self.asked[invoke] = names[0]
        values = [data(*value) for value in values]
        return {"pdu": "request", "step": _service_of(names[0]), "name": names[0], "value": values[0] if values else None}

    def _take_response(self, parts):
        name = self.asked.pop(natural(parts[0][1]), None)
        if name is None:
            return None
        service, content = parts[1]
        found = {"pdu": "response", "step": _service_of(name), "name": name}
        if service == 0xA5:
            tag, result = _one(content, "a write response")
        else:
            access = [inner for tag, inner in elements(content) if tag == 0xA1]
            tag, result = _one(access[0], "a read response")
        if tag == 0x80:
            return dict(found, result=DATA_ERRORS[natural(result)])
        if tag == 0x81 and service == 0xA5:
            return dict(found, result="success")
        if tag == 0x8A and service == 0xA4:
            return dict(found, result="success" if result else "not selected", selected=text(result))
        raise Problem("an answer with the tag %02X" % tag)

    @staticmethod
    def _take_report(part):
        tag, content = part
        if tag != 0xA0:
            return None
        specification, results = elements(content)
        if specification[0] != 0xA0:
            return None  # a list of variables: a report
        names = _variables(specification[1])
        results = elements(results[1])
        if len(names) != len(results):
            raise Problem("%d names and %d results" % (len(names), len(results)))
        if names == ["LastApplError"]:
            return dict(appl_error(*results[0]), pdu="last-appl-error")
        if names[-1].endswith("$Oper") and names[:-1] in ([], ["LastApplError"]):
            found = {"pdu": "termination", "name": names[-1], "value": data(*results[-1]), "last_appl_error": None}
            if len(names) == 2:
                found["last_appl_error"] = appl_error(*results[0])
            return found
        raise Problem("an information report of %s" % ", ".join(names))


def steps(pdus):
    """What a client should have seen: [{step, result, ctl_num, add_cause, error, cntrl_obj}] of a conversation's PDUs.

    A LastApplError belongs to the request that was asked last and not answered yet.
    """
    conversation, told, error, asked = Conversation(), [], None, None
    for pdu in pdus:
        found = conversation.take(pdu)
        if found is None:
            continue
        if found["pdu"] == "request":
            asked = found
            error = None
        elif found["pdu"] == "last-appl-error":
            if asked is None or found["cntrl_obj"] != asked["name"]:
                raise Problem("a LastApplError of %s, which nobody asked" % found["cntrl_obj"])
            error = found
        elif found["pdu"] == "response":
            told.append(_step(found["step"], found["result"], asked, None if found["result"] == "success" else error))
        else:
            negative = found["last_appl_error"]
            told.append(_step("termination", "terminated -" if negative else "terminated +", found, negative))
    return told


def _step(step, result, sent, error):
    told = {"step": step, "result": result, "ctl_num": _ctl_num(sent["value"])}
    if error is not None:
        told.update({key: error[key] for key in ("add_cause", "error", "cntrl_obj")})
        if error["ctl_num"] != told["ctl_num"]:
            raise Problem("LastApplError has ctlNum %d, the command %d" % (error["ctl_num"], told["ctl_num"]))
    return told


def _ctl_num(value):
    """ctlNum of { ctlVal, [operTm], origin, ctlNum, T, Test, [Check] }: what stands behind the origin."""
    if value is None:
        return 0
    at = next(index for index, member in enumerate(value) if index > 0 and isinstance(member, list))
    return value[at + 1]
