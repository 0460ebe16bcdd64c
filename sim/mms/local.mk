libsim_a_SOURCES += sim/mms/association.h sim/mms/error.h sim/mms/service.h sim/mms/vmd/vmd.h
libsim_a_SOURCES += sim/mms/access_result.h sim/mms/alternate_access.h sim/mms/data.h
libsim_a_SOURCES += sim/mms/object_name.h sim/mms/variable_access.h sim/mms/information_report.h
libsim_a_SOURCES += sim/mms/status.h sim/mms/identify.h sim/mms/get_capability_list.h sim/mms/get_name_list.h
libsim_a_SOURCES += sim/mms/get_variable_access_attributes.h sim/mms/read.h sim/mms/write.h
libsim_a_SOURCES += sim/mms/define_named_variable_list.h sim/mms/get_named_variable_list_attributes.h
libsim_a_SOURCES += sim/mms/delete_named_variable_list.h
