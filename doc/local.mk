EXTRA_DIST += doc/scl.md
EXTRA_DIST += doc/scenarios.md doc/first-run.svg
EXTRA_DIST += doc/reporting.md
EXTRA_DIST += doc/settings.md
EXTRA_DIST += doc/data.md
EXTRA_DIST += doc/control.md
EXTRA_DIST += doc/logs.md
EXTRA_DIST += doc/faults.md
