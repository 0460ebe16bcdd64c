EXTRA_DIST += doc/scl.md
EXTRA_DIST += doc/scenarios.md doc/first-run.svg
