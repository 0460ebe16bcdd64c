EXTRA_DIST += doc/scl.md
