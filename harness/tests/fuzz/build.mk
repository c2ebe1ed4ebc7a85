# SPDX-License-Identifier: Apache-2.0
#
# Fuzzers, by clang's libFuzzer with the address and undefined-behaviour
# sanitizers; included by the Makefile, which sets B and STD.
#
#	make fuzz                       all, each for FUZZ_SECONDS
#	make fuzz FUZZ='abi' FUZZ_SECONDS=1200
#	$(B)/fuzz/abi/fuzz FILE         one input again, say a crash-...
#
# A target is a row in FUZZ, its seconds in `make check`, and the objects that
# it is linked with beside harness/tests/fuzz/NAME.c. What it finds and what
# it has learnt lies in $(B)/fuzz/NAME; where clang lacks the runtime
# (libclang-rt-14-dev) nothing is built, and scripts/check/fuzz says so.

# What the harness reads; these are linked with all of it.
FUZZ_READERS = cases manifests baselines results strace packets answers
FUZZ = abi $(FUZZ_READERS)
FUZZ_SECONDS = 60

FUZZ_CHECK_abi = 60
FUZZ_SOURCES_abi = $(SOCKHOST_LIB) harness/tests/fuzz/abi_guest.c \
	harness/tests/fuzz/apart.c
FUZZ_LIBS_abi =

FUZZ_SOURCES_READERS = harness/tests/fuzz/help.c $(patsubst $(B)/obj/%.o,%.c, \
	$(filter-out $(B)/obj/page.o,$(HARNESS_OBJ)))
define FUZZ_READER
FUZZ_CHECK_$(1) = 20
FUZZ_SOURCES_$(1) = $(FUZZ_SOURCES_READERS)
FUZZ_LIBS_$(1) = $(B)/obj/page.o $$(PKG_LIBS)
endef
$(foreach f,$(FUZZ_READERS),$(eval $(call FUZZ_READER,$(f))))
$(FUZZ_READERS:%=$(B)/fuzz/%/fuzz): $(B)/obj/page.o

FUZZ_CC = clang-14
FUZZ_COMPILE = $(FUZZ_CC) $(STD) -O1 -g $(WARN) \
	-Wno-gnu-zero-variadic-macro-arguments -Wno-missing-field-initializers \
	$(INCLUDES) $(PKG_CFLAGS) -MMD -MP \
	-fno-omit-frame-pointer -fno-sanitize-recover=all
FUZZ_SANITIZE = -fsanitize=address,undefined

FUZZ_RUNTIME := $(wildcard $(shell $(FUZZ_CC) -print-runtime-dir \
	2>/dev/null)/libclang_rt.fuzzer*-$(shell uname -m).a)
FUZZ_PROGRAMS = $(if $(FUZZ_RUNTIME),$(FUZZ:%=$(B)/fuzz/%/fuzz))

.PHONY: fuzz fuzz-programs
fuzz-programs: $(FUZZ_PROGRAMS) ;

fuzz: fuzz-programs
	@scripts/check/fuzz $(B) $(FUZZ:%=%:$(FUZZ_SECONDS))

# What `make check` runs.
FUZZ_CHECK = scripts/check/fuzz $(B) \
	$(foreach f,$(FUZZ),$(f):$(FUZZ_CHECK_$(f)))

$(B)/fuzz/obj/harness/%: INCLUDES = -I. -Iharness
$(B)/fuzz/obj/harness/sockhost/%: INCLUDES = -I. -Iharness/sockhost
$(B)/fuzz/obj/harness/tests/%: INCLUDES = -I. -Iharness -Iharness/tests

$(B)/fuzz/obj/guests/%: INCLUDES = -Iguests

$(B)/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,FUZZCC)
	$(Q)$(FUZZ_COMPILE) -fsanitize=fuzzer-no-link $(FUZZ_SANITIZE) \
		-c -o $@ $<

define FUZZ_PROGRAM
$(B)/fuzz/$(1)/fuzz: $(patsubst %.c,$(B)/fuzz/obj/%.o, \
		harness/tests/fuzz/$(1).c $(FUZZ_SOURCES_$(1)))
	@mkdir -p $$(@D)
	$$(call say,LINK)
	$$(Q)$$(FUZZ_CC) -fsanitize=fuzzer $$(FUZZ_SANITIZE) -o $$@ \
		$$(filter-out $(B)/obj/page.o,$$^) $$(FUZZ_LIBS_$(1))
endef
$(foreach f,$(FUZZ),$(eval $(call FUZZ_PROGRAM,$(f))))

-include $(shell find $(B)/fuzz/obj -name '*.d' 2>/dev/null)
