libsim_a_SOURCES += sim/model/model.h sim/model/reference.h sim/model/strings.h sim/model/timestamp.h sim/model/type.h sim/model/values.h
