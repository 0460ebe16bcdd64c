libengine_a_SOURCES += \
	engine/bind/bind.c engine/bind/bind.h \
	engine/bind/client.c engine/bind/client.h \
	engine/bind/client_call.c \
	engine/bind/client_data.c \
	engine/bind/client_data_set.c \
	engine/bind/client_end.c \
	engine/bind/event.c \
	engine/bind/expect.c \
	engine/bind/globals.c \
	engine/bind/ied.c \
	engine/bind/libraries.c \
	engine/bind/rcb.c \
	engine/bind/log.c engine/bind/client_log.c \
	engine/bind/source.c engine/bind/source.h \
	engine/bind/subscription.c \
	engine/bind/object.c \
	engine/bind/options.c \
	engine/bind/sandbox.c engine/bind/sandbox.h \
	engine/bind/scenario.c \
	engine/bind/script.c \
	engine/bind/signal.c \
	engine/bind/task.c \
	engine/bind/timeline.c \
	engine/bind/value.c \
	engine/bind/words.c \
	engine/clock.c engine/clock.h \
	engine/commands/list.c \
	engine/commands/run.c \
	engine/data.c engine/data.h \
	engine/exec.c engine/exec.h \
	engine/expect.c engine/expect.h \
	engine/expects/happens.c \
	engine/expects/never.c \
	engine/outputs/events_jsonl.c \
	engine/outputs/text.c \
	engine/pattern.c engine/pattern.h \
	engine/preassigned.c engine/preassigned.h \
	engine/playback.c engine/playback.h \
	engine/results.c engine/results.h \
	engine/run.c engine/run.h \
	engine/scenario.c engine/scenario.h \
	engine/script.h \
	engine/signal.c engine/signal.h \
	engine/stage.c engine/stage.h \
	engine/text.c engine/text.h \
	engine/timeline.c engine/timeline.h \
	engine/commands/check.c engine/commands/check.h engine/commands/check_scenario.c engine/commands/check_scl.c \
	engine/addresses.c engine/addresses.h \
	engine/animate.c engine/animate.h \
	engine/commands/serve.c \
	engine/version.c engine/version.h

bin_PROGRAMS += iedbench
iedbench_SOURCES = engine/main.c engine/command.h
iedbench_LDADD = libengine.a libsim.a $(GLIB_LIBS) $(LUA_LIBS) $(LIBXML_LIBS)
libengine_a_SOURCES += \
	engine/commands/browse.c engine/commands/browse.h \
	engine/commands/browse_tree.c engine/commands/browse_walk.c \
	engine/commands/client_options.c engine/commands/client_options.h \
	engine/commands/client_session.c \
	engine/commands/client_target.c engine/commands/client_target.h \
	engine/commands/identify.c engine/commands/read.c engine/commands/write.c \
	engine/commands/print_value.c engine/commands/print_value.h engine/commands/report.c engine/commands/log.c \
	engine/commands/table.c engine/commands/table.h
iedbench_LDADD += $(SQLITE_LIBS)
libengine_a_SOURCES += engine/bind/clock.c engine/clock_action.c engine/clock_action.h
libengine_a_SOURCES += engine/bind/power.c engine/power.c engine/power.h
libengine_a_SOURCES += engine/bind/block.c engine/group_action.c engine/group_action.h
libengine_a_SOURCES += engine/commands/settings.c
libengine_a_SOURCES += engine/commands/control.c
libengine_a_SOURCES += engine/run_limits.c engine/run_private.h engine/run_start.c engine/run_turn.c
libengine_a_SOURCES += engine/fault.c engine/fault.h engine/fault_act.c engine/fault_hold.c engine/fault_private.h
libengine_a_SOURCES += engine/faults/latency.c engine/faults/link.c engine/faults/mute.c engine/faults/pieces.c engine/faults/stall.c engine/faults/close_after.c engine/faults/port_moved.c
libengine_a_SOURCES += engine/faults/filter.c engine/faults/filter.h engine/faults/pdu.c engine/faults/tpkt.c engine/faults/wrong_context.c engine/faults/association.c engine/faults/negotiate.c
libengine_a_SOURCES += engine/faults/answer.c engine/faults/names.c engine/faults/results.c engine/faults/odd_ber.c engine/faults/conclude.c
libengine_a_SOURCES += engine/bind/fault.c
libengine_a_SOURCES += engine/signal_shapes.c engine/expression.c engine/expression.h engine/bind/points.c
libengine_a_SOURCES += engine/playback_csv.c engine/playback_record.c
libengine_a_SOURCES += engine/comtrade.c engine/comtrade.h engine/comtrade_config.c engine/comtrade_data.c engine/comtrade_text.c engine/comtrade_parts.h
libengine_a_SOURCES += engine/bind/playback.c
libengine_a_SOURCES += engine/commands/check_comtrade.c
libengine_a_SOURCES += \
	engine/traffic/capture.c engine/traffic/capture.h \
	engine/traffic/capture_comments.c engine/traffic/capture_comments.h \
	engine/traffic/frames.c engine/traffic/frames.h \
	engine/traffic/pcapng.c engine/traffic/pcapng.h \
	engine/traffic/traffic.c engine/traffic/traffic.h
libengine_a_SOURCES += engine/run_watch.c
libengine_a_SOURCES += engine/commands/results.c engine/commands/run_plan.c engine/commands/run_plan.h \
	engine/evidence.c engine/evidence.h engine/output.c engine/output.h \
	engine/outputs/escape.c engine/outputs/escape.h engine/outputs/json.c engine/outputs/json.h engine/outputs/junit.c \
	engine/outputs/tap.c engine/outputs/text.h \
	engine/results_read.c engine/results_read.h engine/selection.c engine/selection.h engine/suite.c engine/suite.h
iedbench_LDADD += $(JSON_GLIB_LIBS)
libengine_a_SOURCES += \
	engine/bind/expect.h engine/bind/expect_group.c \
	engine/bind/match.c engine/bind/match.h engine/bind/where.c \
	engine/comparison.c engine/comparison.h \
	engine/expect_outcome.c engine/expect_private.h engine/expect_text.c \
	engine/expects/group.c engine/expects/in_order.c engine/expects/in_order.h \
	engine/field.c engine/field.h
libengine_a_SOURCES += engine/http.c engine/http.h
iedbench_LDADD += $(LIBCURL_LIBS)
libengine_a_SOURCES += engine/bind/eventually.c engine/bind/http.c engine/bind/json.c engine/bind/json.h engine/bind/json_parse.c
libengine_a_SOURCES += engine/program.c engine/program.h engine/program_output.c engine/program_output.h engine/program_run.h engine/programs.c
libengine_a_SOURCES += engine/bind/exec.c
libengine_a_SOURCES += engine/run_programs.c
libengine_a_SOURCES += engine/bind/control.c engine/bind/control.h engine/bind/control_request.c engine/control_desk.c engine/control_desk.h
libengine_a_SOURCES += engine/pace.c engine/pace.h engine/keys.c engine/keys.h
libengine_a_SOURCES += engine/bind/pace.c engine/bind/entry.c engine/bind/entry.h
libengine_a_SOURCES += \
	engine/traffic/trace.c engine/traffic/trace.h \
	engine/traffic/trace_decode.c engine/traffic/trace_decode.h \
	engine/traffic/trace_mms.c engine/traffic/trace_mms.h \
	engine/traffic/trace_presentation.c \
	engine/traffic/trace_report.c \
	engine/traffic/trace_ring.c engine/traffic/trace_ring.h \
	engine/traffic/trace_services.c \
	engine/traffic/trace_text.c engine/traffic/trace_text.h \
	engine/traffic/trace_transport.c
libengine_a_SOURCES += engine/coverage.c engine/coverage.h engine/coverage_items.c engine/coverage_private.h engine/coverage_tell.c engine/coverage_tell.h
libengine_a_SOURCES += engine/bind/control_rule.c engine/control_action.c engine/control_action.h
libengine_a_SOURCES += engine/bind/client_control.c
libengine_a_SOURCES += engine/webhook.c engine/webhook.h
libengine_a_SOURCES += engine/bind/expect_client.c engine/bind/named_client.c engine/expects/clients.c
libengine_a_SOURCES += engine/expects/takeover.c engine/expects/takeover.h engine/roster.c engine/roster.h
libengine_a_SOURCES += engine/bind/counter.c engine/bind/metric.c engine/counter.c engine/counter.h
libengine_a_SOURCES += engine/expects/threshold.c engine/expects/threshold.h engine/metric.h engine/metrics.c
libengine_a_SOURCES += engine/metrics/between.c engine/metrics/rate.c engine/metrics/total.c
libengine_a_SOURCES += engine/commands/list_faults.c engine/commands/list_faults.h
libengine_a_SOURCES += engine/outputs/html.c engine/outputs/html.h engine/outputs/html_picture.c \
	engine/outputs/html_style.c engine/outputs/html_tables.c engine/outputs/html_values.c
libengine_a_SOURCES += engine/commands/run_jobs.c engine/commands/run_watch.c
libengine_a_SOURCES += engine/faults/report.c engine/faults/report_sending.c
libengine_a_SOURCES += engine/metrics/coverage.c
libengine_a_SOURCES += engine/metric.c engine/metrics/octets.c
libengine_a_SOURCES += engine/reference_pattern.c engine/reference_pattern.h
libengine_a_SOURCES += engine/faults/points.c engine/faults/points.h engine/faults/quality.c engine/faults/stale.c engine/faults/wrong_value.c engine/faults/oscillating.c
libengine_a_SOURCES += engine/outputs/html_faults.c engine/outputs/html_spots.c
libengine_a_SOURCES += engine/stand_in.c engine/stand_in.h engine/bind/stand_in.c
libengine_a_SOURCES += engine/faults/clock.c engine/faults/clock.h engine/faults/clock_quality.c
libengine_a_SOURCES += engine/places.c engine/places.h
libengine_a_SOURCES += engine/bind/source_wild.c
libengine_a_SOURCES += engine/faults/rcb.c engine/faults/rcb.h engine/faults/rcb_repeated.c engine/faults/rcb_withheld.c
libengine_a_SOURCES += engine/faults/command.c engine/faults/control.c engine/faults/control.h engine/faults/control_late.c engine/faults/termination.c engine/faults/unasked.c
libengine_a_SOURCES += engine/expects/each.c engine/expects/each.h engine/bind/expect_each.c
libengine_a_SOURCES += engine/bind/word_options.c engine/bind/word_options.h engine/commands/list_words.c engine/commands/list_words.h
libengine_a_SOURCES += engine/faults/power.c engine/faults/resources.c engine/faults/storage.c engine/faults/switchover.c
libengine_a_SOURCES += engine/personality.c engine/personality.h engine/personality_rows.c engine/bind/personality.c engine/commands/list_personalities.c engine/commands/list_personalities.h
libengine_a_SOURCES += engine/bind/client_command.c engine/bind/client_command.h engine/control_place.c engine/control_place.h
libengine_a_SOURCES += engine/bind/client_access.c engine/bind/client_look.c
libengine_a_SOURCES += engine/bind/differs.c
libengine_a_SOURCES += engine/run_traffic.c
libengine_a_SOURCES += engine/faults/abort.c engine/faults/refuse_connection.c engine/faults/capabilities.c engine/faults/refusal.c engine/faults/refusal.h
