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
nobase_dist_pkgdata_DATA += scenarios/faults/abort.lua
nobase_dist_pkgdata_DATA += scenarios/faults/accept-queue-full.lua
nobase_dist_pkgdata_DATA += scenarios/faults/answer-twice.lua
nobase_dist_pkgdata_DATA += scenarios/faults/close-after.lua
nobase_dist_pkgdata_DATA += scenarios/faults/coalesce.lua
nobase_dist_pkgdata_DATA += scenarios/faults/conclude.lua
nobase_dist_pkgdata_DATA += scenarios/faults/data-access-error.lua
nobase_dist_pkgdata_DATA += scenarios/faults/delay.lua
nobase_dist_pkgdata_DATA += scenarios/faults/dribble.lua
nobase_dist_pkgdata_DATA += scenarios/faults/drop.lua
nobase_dist_pkgdata_DATA += scenarios/faults/duplicate.lua
nobase_dist_pkgdata_DATA += scenarios/faults/endless-names.lua
nobase_dist_pkgdata_DATA += scenarios/faults/flip-bits.lua
nobase_dist_pkgdata_DATA += scenarios/faults/late-answer.lua
nobase_dist_pkgdata_DATA += scenarios/faults/missing-eot.lua
nobase_dist_pkgdata_DATA += scenarios/faults/mute.lua
nobase_dist_pkgdata_DATA += scenarios/faults/negotiate.lua
nobase_dist_pkgdata_DATA += scenarios/faults/no-answer.lua
nobase_dist_pkgdata_DATA += scenarios/faults/odd-ber.lua
nobase_dist_pkgdata_DATA += scenarios/faults/oversized-tpdu.lua
nobase_dist_pkgdata_DATA += scenarios/faults/port-moved.lua
nobase_dist_pkgdata_DATA += scenarios/faults/refuse.lua
nobase_dist_pkgdata_DATA += scenarios/faults/refuse-association.lua
nobase_dist_pkgdata_DATA += scenarios/faults/reject-request.lua
nobase_dist_pkgdata_DATA += scenarios/faults/reorder.lua
nobase_dist_pkgdata_DATA += scenarios/faults/service-error.lua
nobase_dist_pkgdata_DATA += scenarios/faults/short-pages.lua
nobase_dist_pkgdata_DATA += scenarios/faults/stall-pdu.lua
nobase_dist_pkgdata_DATA += scenarios/faults/stall-reads.lua
nobase_dist_pkgdata_DATA += scenarios/faults/throttle.lua
nobase_dist_pkgdata_DATA += scenarios/faults/truncate.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-context.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-invoke-id.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-length.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-result-count.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-selectors.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-spdu.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-type.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-version.lua
nobase_dist_pkgdata_DATA += lua/iedbench/bystander.lua
nobase_dist_pkgdata_DATA += scenarios/expectations/fields.lua scenarios/expectations/order-and-groups.lua
nobase_dist_pkgdata_DATA += scenarios/timeline/after-the-client.lua scenarios/timeline/derived-values.lua
nobase_dist_pkgdata_DATA += scenarios/timeline/drawn-times.lua scenarios/timeline/pace.lua scenarios/timeline/recording.lua
nobase_dist_pkgdata_DATA += scenarios/timeline/station.lua testdata/scl/feeders.csv
nobase_dist_pkgdata_DATA += scenarios/control/cancel.lua
nobase_dist_pkgdata_DATA += scenarios/control/client-mistakes.lua
nobase_dist_pkgdata_DATA += scenarios/control/decided-by-a-task.lua
nobase_dist_pkgdata_DATA += scenarios/control/direct-enhanced.lua
nobase_dist_pkgdata_DATA += scenarios/control/direct-normal.lua
nobase_dist_pkgdata_DATA += scenarios/control/interlocking.lua
nobase_dist_pkgdata_DATA += scenarios/control/local-remote.lua
nobase_dist_pkgdata_DATA += scenarios/control/no-answer.lua
nobase_dist_pkgdata_DATA += scenarios/control/nobody-decides.lua
nobase_dist_pkgdata_DATA += scenarios/control/operate-many.lua
nobase_dist_pkgdata_DATA += scenarios/control/sbo-enhanced.lua
nobase_dist_pkgdata_DATA += scenarios/control/sbo-normal.lua
nobase_dist_pkgdata_DATA += scenarios/control/select-decided-by-a-task.lua
nobase_dist_pkgdata_DATA += scenarios/control/select-timeout.lua
nobase_dist_pkgdata_DATA += scenarios/control/stuck.lua
nobase_dist_pkgdata_DATA += scenarios/control/test-mode.lua
nobase_dist_pkgdata_DATA += scenarios/control/time-activated.lua
nobase_dist_pkgdata_DATA += scenarios/control/two-clients.lua
nobase_dist_pkgdata_DATA += lua/iedbench/disconnector.lua lua/iedbench/feeder.lua lua/iedbench/interlocking.lua lua/iedbench/load.lua
nobase_dist_pkgdata_DATA += lua/iedbench/operator.lua lua/iedbench/recloser.lua lua/iedbench/switch.lua lua/iedbench/tapchanger.lua
nobase_dist_pkgdata_DATA += scenarios/bay/full-bay.lua scenarios/bay/load-curve.lua scenarios/bay/stuck-breaker.lua scenarios/bay/switching-sequence.lua \
	scenarios/bay/tap-changer.lua testdata/scl/switchgear.cid
nobase_dist_pkgdata_DATA += scenarios/expectations/thresholds.lua scenarios/expectations/two-clients.lua
nobase_dist_pkgdata_DATA += scenarios/faults/entry-id-back.lua
nobase_dist_pkgdata_DATA += scenarios/faults/false-overflow.lua
nobase_dist_pkgdata_DATA += scenarios/faults/missing-inclusion.lua
nobase_dist_pkgdata_DATA += scenarios/faults/report-late.lua
nobase_dist_pkgdata_DATA += scenarios/faults/report-lost.lua
nobase_dist_pkgdata_DATA += scenarios/faults/report-twice.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-conf-rev.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-rpt-id.lua
nobase_dist_pkgdata_DATA += scenarios/faults/wrong-sq-num.lua
nobase_dist_pkgdata_DATA += scenarios/expectations/coverage.lua
nobase_dist_pkgdata_DATA += scenarios/faults/frozen.lua
nobase_dist_pkgdata_DATA += scenarios/faults/not-a-number.lua
nobase_dist_pkgdata_DATA += scenarios/faults/oscillating.lua
nobase_dist_pkgdata_DATA += scenarios/faults/out-of-range.lua
nobase_dist_pkgdata_DATA += scenarios/faults/quality.lua
nobase_dist_pkgdata_DATA += scenarios/faults/stale-time.lua
nobase_dist_pkgdata_DATA += scenarios/faults/stale-value.lua
