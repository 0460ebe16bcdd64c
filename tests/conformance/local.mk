TESTS += tests/conformance/cases.py
EXTRA_DIST += tests/conformance/cases.py tests/conformance/cases.txt
