TESTS += tests/lint/includes.py
EXTRA_DIST += tests/lint/includes.py
