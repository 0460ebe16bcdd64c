TESTS += tests/e2e/corpus.sh
EXTRA_DIST += tests/e2e/corpus.sh
