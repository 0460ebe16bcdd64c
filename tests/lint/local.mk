TESTS += tests/lint/includes.py
EXTRA_DIST += tests/lint/includes.py
TESTS += tests/lint/reference.sh
EXTRA_DIST += tests/lint/reference.sh
