TESTS += tests/lint/includes.py
EXTRA_DIST += tests/lint/includes.py
TESTS += tests/lint/reference.sh
EXTRA_DIST += tests/lint/reference.sh
TESTS += tests/lint/options.py
EXTRA_DIST += tests/lint/options.py
