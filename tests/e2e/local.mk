TESTS += tests/e2e/corpus.sh
EXTRA_DIST += tests/e2e/corpus.sh
TESTS += tests/e2e/pdu_tshark.py
EXTRA_DIST += tests/e2e/pdu_tshark.py
