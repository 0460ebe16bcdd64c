tests_unit_SOURCES += tests/engine/test_addresses.c
tests_unit_SOURCES += tests/engine/test_text.c tests/engine/bind/test_sandbox.c
tests_unit_SOURCES += tests/engine/commands/test_client_options.c tests/engine/commands/test_table.c
tests_unit_SOURCES += tests/engine/support.c tests/engine/support.h
tests_unit_SOURCES += tests/engine/test_expect.c tests/engine/test_results.c tests/engine/test_signal.c tests/engine/test_timeline.c
tests_unit_SOURCES += tests/engine/test_scenario.c
EXTRA_DIST += \
	tests/engine/bad/endless_expectation.lua \
	tests/engine/bad/endless_loop.lua \
	tests/engine/bad/global_assigned.lua \
	tests/engine/bad/ied_without_name.lua \
	tests/engine/bad/impossible_time.lua \
	tests/engine/bad/list_in_itself.lua \
	tests/engine/bad/nothing_lasts.lua \
	tests/engine/bad/lua_error.lua \
	tests/engine/bad/missing_file.lua \
	tests/engine/bad/missing_ied.lua \
	tests/engine/bad/missing_library.lua \
	tests/engine/bad/no_scenario.lua \
	tests/engine/bad/preassigned_to_whom.lua \
	tests/engine/bad/no_such_group.lua \
	tests/engine/bad/not_an_action.lua \
	tests/engine/bad/not_in_scenario.lua \
	tests/engine/bad/nothing_to_serve.lua \
	tests/engine/bad/only_after.lua \
	tests/engine/bad/out_of_memory.lua \
	tests/engine/bad/signal_on_text.lua \
	tests/engine/bad/syntax_error.lua \
	tests/engine/bad/task_words_outside.lua \
	tests/engine/bad/thrown_away.lua \
	tests/engine/bad/unknown_method.lua \
	tests/engine/bad/unknown_word.lua \
	tests/engine/bad/wrong_event.lua \
	tests/engine/bad/wrong_option.lua \
	tests/engine/bad/wrong_reference.lua \
	tests/engine/bad/wrong_scenario_option.lua \
	tests/engine/bad/wrong_type.lua \
	tests/engine/broken/after_nothing.lua \
	tests/engine/broken/error_in_task.lua \
	tests/engine/broken/failing.lua \
	tests/engine/broken/lasting.lua \
	tests/engine/broken/loop_in_task.lua \
	tests/engine/broken/nobody.lua \
	tests/engine/broken/odd_error.lua \
	tests/engine/broken/reference_in_task.lua \
	tests/engine/broken/set_with_quality.lua \
	tests/engine/broken/thrown_away_in_task.lua \
	tests/engine/broken/no_entry.lua tests/engine/broken/unjudged.lua \
	tests/engine/broken/waiting.lua
tests_unit_SOURCES += tests/engine/test_expression.c
tests_unit_SOURCES += tests/engine/test_fault.c
EXTRA_DIST += tests/engine/bad/wrong_fault.lua
tests_unit_SOURCES += tests/engine/outputs/test_outputs.c
tests_unit_SOURCES += tests/engine/expect_world.c tests/engine/expect_world.h
tests_unit_SOURCES += tests/engine/expects/test_in_order.c tests/engine/expects/test_group.c
tests_unit_SOURCES += tests/engine/test_field.c
EXTRA_DIST += \
	tests/engine/bad/wrong_expectation.lua tests/engine/bad/wrong_field.lua tests/engine/bad/wrong_group.lua \
	tests/engine/broken/expectations.lua tests/engine/broken/where_acts.lua tests/engine/broken/where_errs.lua \
	tests/engine/broken/where_loops.lua
tests_unit_LDADD += $(LIBCURL_LIBS)
tests_unit_SOURCES += tests/engine/bind/test_json.c tests/engine/test_http.c tests/engine/test_program.c
tests_unit_SOURCES += tests/engine/test_pace.c
EXTRA_DIST += tests/engine/bad/wrong_entry.lua tests/engine/bad/wrong_signal.lua
tests_unit_SOURCES += tests/engine/test_comtrade.c
tests_unit_SOURCES += tests/engine/traffic/test_frames.c tests/engine/traffic/test_pcapng.c tests/engine/traffic/test_trace.c
EXTRA_DIST += tests/engine/bad/wrong_control.lua
EXTRA_DIST += \
	tests/engine/bad/wrong_client.lua tests/engine/bad/wrong_metric.lua \
	tests/engine/broken/clients.lua tests/engine/broken/thresholds.lua
tests_unit_SOURCES += tests/engine/test_roster.c tests/engine/expects/test_clients.c tests/engine/expects/test_threshold.c
tests_unit_SOURCES += tests/engine/test_coverage.c tests/engine/metrics/test_coverage.c
tests_unit_SOURCES += tests/engine/metrics/test_octets.c
tests_unit_SOURCES += tests/engine/traffic/test_capture_comments.c
tests_unit_SOURCES += tests/engine/test_stand_in.c
EXTRA_DIST += tests/engine/bad/wrong_stand_in.lua
tests_unit_SOURCES += tests/engine/test_places.c
EXTRA_DIST += tests/engine/bad/wrong_stars.lua
tests_unit_SOURCES += tests/engine/expects/test_each.c
EXTRA_DIST += tests/engine/bad/wrong_each.lua
tests_unit_SOURCES += tests/engine/test_personality.c
EXTRA_DIST += tests/engine/bad/wrong_personality.lua
EXTRA_DIST += tests/engine/bad/wrong_device_fault.lua
EXTRA_DIST += tests/engine/bad/wrong_differs.lua
EXTRA_DIST += tests/engine/bad/wrong_data_fault.lua
