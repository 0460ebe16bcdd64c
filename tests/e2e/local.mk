TESTS += tests/e2e/corpus.sh
EXTRA_DIST += tests/e2e/corpus.sh
TESTS += tests/e2e/pdu_tshark.py
EXTRA_DIST += tests/e2e/pdu_tshark.py
TESTS += tests/e2e/walk.sh
EXTRA_DIST += tests/e2e/serve.sh tests/e2e/walk.sh
TESTS += tests/e2e/client.sh
EXTRA_DIST += tests/e2e/client.sh
