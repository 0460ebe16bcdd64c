# Each is an example, a test (tests/e2e/scenarios.sh) and documentation of one property.
nobase_dist_pkgdata_DATA += \
	scenarios/first-run.lua \
	scenarios/reporting/data-change.lua \
	scenarios/reporting/general-interrogation.lua \
	scenarios/reporting/instances.lua \
	scenarios/reporting/integrity.lua \
	scenarios/reporting/resync.lua \
	scenarios/several-ieds.lua \
	scenarios/signals.lua \
	scenarios/writing.lua \
	testdata/scl/overcurrent.csv
nobase_dist_pkgdata_DATA += lua/iedbench/breaker.lua lua/iedbench/protection.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/power-cycle.lua
