# SPDX-License-Identifier: Apache-2.0
#
# What scripts/bench/run needs, included by the Makefile:
#
#	$(B)/bench               parts of the harness, measured
#	$(B)/bench-native        calls, natively
#	$(B)/bench-guest         the same calls, from a guest of sockhost's

BENCH_OBJ = $(patsubst %,$(B)/obj/harness/bench/%.o,main plays calls)

BENCH = $(B)/bench $(B)/bench-native $(B)/bench-guest

bench: build-all $(BENCH)
	@scripts/bench/run $(B) $(ARGS)

$(B)/bench: $(BENCH_OBJ) $(B)/obj/harness.a
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(PKG_LIBS)

$(B)/bench-native: $(B)/obj/harness/bench/guest.o
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^

$(B)/guests/bench.wasm: harness/bench/guest.c
	@mkdir -p $(@D)
	$(call say,WASMCC)
	$(Q)$(WASM_CC) $(WASM_FLAGS) -o $@ $<

$(B)/bench-guest: $(B)/obj/guests/bench.w2c.o $(B)/obj/guests/bench.imports.o \
		$(SOCKHOST_GLUE) $(B)/obj/harness/sockhost/run/main-wasinet_v0.o \
		$(B)/obj/harness/bench/count.o $(B)/sockhost/libsockhost.a
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ -lm \
		-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
