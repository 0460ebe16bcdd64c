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
nobase_dist_pkgdata_DATA += scenarios/reporting/buffer-time.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/conf-rev.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/data-set-in-use.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/data-sets-dynamic.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/data-sets.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/entry-id-unknown.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/half-open.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/integrity-while-away.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/overflow.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/purge.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/reservation-expiry.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/reservation.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/segmentation.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/several-clients.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/slow-client.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/triggers.lua
nobase_dist_pkgdata_DATA += scenarios/reporting/writing-rules.lua
nobase_dist_pkgdata_DATA += scenarios/settings/edit-and-activate.lua
nobase_dist_pkgdata_DATA += scenarios/logs/query-after-a-gap.lua
nobase_dist_pkgdata_DATA += scenarios/logs/wrap-around.lua
nobase_dist_pkgdata_DATA += scenarios/data/substitution.lua
nobase_dist_pkgdata_DATA += scenarios/faults/latency.lua scenarios/faults/link-down.lua
