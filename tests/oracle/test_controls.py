#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The decoder of controls against golden PDUs whose meaning was written down by hand, and every truncation of them."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
TOP = os.environ.get("abs_top_srcdir", ".")
GOLDEN = os.path.join(TOP, "testdata", "pdu", "control")
sys.path.insert(0, os.path.join(TOP, "tests", "oracle"))
import capture  # noqa: E402
import controls  # noqa: E402
import report_decoder  # noqa: E402

OPER = "IED1LD0/CSWI1$CO$Pos$Oper"
ORIGIN = {"or_cat": 3, "or_ident": "4F5031"}


def load(name):
    return next(report_decoder.pdus_of(os.path.join(GOLDEN, name + ".hex")))[2]


def write_response(invoke, result):
    return b"\xA1\x07\x02\x01" + bytes([invoke]) + b"\xA5\x02" + result if len(result) == 2 else \
        b"\xA1\x08\x02\x01" + bytes([invoke]) + b"\xA5\x03" + result


class Golden(unittest.TestCase):
    def test_a_last_appl_error(self):
        found = controls.Conversation().take(load("last_appl_error_report"))
        self.assertEqual(found, dict(ORIGIN, pdu="last-appl-error", cntrl_obj=OPER, error=0, ctl_num=7, add_cause=10))

    def test_a_termination(self):
        found = controls.Conversation().take(load("termination_report"))
        self.assertEqual((found["pdu"], found["name"], found["last_appl_error"]), ("termination", OPER, None))

    def test_a_negative_termination(self):
        found = controls.Conversation().take(load("termination_error_report"))
        self.assertEqual(found["name"], OPER)
        self.assertEqual(found["last_appl_error"],
                         dict(ORIGIN, cntrl_obj=OPER, error=2, ctl_num=7, add_cause=16))
        self.assertEqual(found["value"][0], True)

    def test_every_truncation_is_a_problem(self):
        for name in ("last_appl_error_report", "termination_report", "termination_error_report", "sbow_request"):
            whole = load(name)
            for size in range(len(whole)):
                with self.assertRaises(capture.Problem):
                    controls.Conversation().take(whole[:size])


class Steps(unittest.TestCase):
    def test_an_accepted_select(self):
        told = controls.steps([load("sbow_request"), write_response(16, b"\x81\x00")])
        self.assertEqual(told, [{"step": "select", "result": "success", "ctl_num": 7}])

    def test_a_refused_select_without_a_cause(self):
        told = controls.steps([load("sbow_request"), write_response(16, b"\x80\x01\x03")])
        self.assertEqual(told, [{"step": "select", "result": "object-access-denied", "ctl_num": 7}])

    def test_a_cause_of_another_request_is_a_problem(self):
        with self.assertRaises(capture.Problem):
            controls.steps([load("sbow_request"), load("last_appl_error_report")])

    def test_what_is_not_of_controls_is_passed_over(self):
        self.assertIsNone(controls.Conversation().take(bytes.fromhex("A0050201018200")))
        self.assertEqual(controls.steps([write_response(1, b"\x81\x00")]), [])


if __name__ == "__main__":
    unittest.main()
