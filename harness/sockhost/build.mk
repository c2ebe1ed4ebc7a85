# SPDX-License-Identifier: Apache-2.0
#
# sockhost, included by the Makefile, which sets B, COMPILE, CC and SANITIZE.
#
#	$(B)/sockhost/libsockhost.a      the library, for embedders
#	$(B)/sockhost/player-<abi>       the player with its host
#	$(B)/mutants/player-<abi>        the same, with --mutant
#	$(B)/sockhost-run                makes and runs such programs by itself,
#	                                 with what lies in $(B)/sockhost/kit
#
# A guest becomes a program in four steps: wasm2c makes C of it, imports.awk
# the functions that it imports, the compiler objects of both, and they are
# linked with run.c, main.c and the library.

SOCKHOST_ALL = harness/sockhost/sockhost.c \
	$(foreach d,core abi tell mutants,$(wildcard harness/sockhost/$(d)/*.c))
# Without bugs, and with them.
SOCKHOST_LIB = $(filter-out $(filter-out %/none.c,$(wildcard \
	harness/sockhost/mutants/*.c)),$(SOCKHOST_ALL))
SOCKHOST_BAD = $(filter-out %/none.c,$(SOCKHOST_ALL))
SOCKHOST_OBJ = $(patsubst %.c,$(B)/obj/%.o,$(SOCKHOST_LIB))
# What bugs stand around, see mutants/wrap.h.
MUTANT_WRAPS = recvmsg sendmsg bind connect listen shutdown accept4 \
	getsockname getpeername ppoll fcntl setsockopt \
	getsockopt fds_add fds_close fds_host socket mprotect \
	sock_bind sock_connect sock_send sock_recv sockopt_set sockopt_get \
	sockopt_set_value sockopt_get_value \
	errnos_wasi errnos_result errnos_value \
	control_load control_room control_store mem_bad mem_user \
	policy_socket policy_addr policy_listen policy_net_has \
	policy_net_anywhere policy_path_name policy_path_fits \
	unixname_find option_row_find sockhost_call
SOCKHOST_MUTANT_OBJ = $(patsubst %.c,$(B)/obj/mutants/%.o,$(SOCKHOST_BAD))

# The tests look inside, and so need the objects themselves.
TESTS_EXTRA_OBJ += $(SOCKHOST_OBJ) $(B)/obj/harness/sockhost/mutants/mutants_list.o

# Memory is checked at each access, which costs nothing at the start, instead
# of reserving 8 GiB and waiting for a signal.
WASM2C = wasm2c
WASM2C_RT = /usr/share/wabt/wasm2c
WASM2C_FLAGS = -DWASM_RT_MEMCHECK_SIGNAL_HANDLER=0 \
	-DWASM_RT_MAX_CALL_STACK_DEPTH=4096
# Code that others wrote or that was generated has warnings of its own.
WASM2C_COMPILE = $(CC) -std=gnu11 $(CFLAGS) -w $(SANITIZE) $(WASM2C_FLAGS) \
	-Iharness/sockhost -Iharness/sockhost/run

# Nothing but sockhost.h's functions is to be seen from outside.
$(B)/obj/harness/sockhost/%.o: harness/sockhost/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -fvisibility=hidden -c -o $@ $<

$(B)/sockhost/libsockhost.a: $(SOCKHOST_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)ld -r -o $(@:.a=.o) $^
	$(Q)objcopy --localize-hidden $(@:.a=.o)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $(@:.a=.o)
	$(Q)rm -f $(@:.a=.o)

$(B)/obj/guests/%.w2c.c: $(B)/guests/%.wasm
	@mkdir -p $(@D)
	$(call say,WASM2C)
	$(Q)$(WASM2C) $< -n guest -o $@

$(B)/obj/guests/%.imports.c: $(B)/obj/guests/%.w2c.c \
		harness/sockhost/run/imports.awk
	$(call say,IMPORTS)
	$(Q)awk -v header=$(*F).w2c.h -f harness/sockhost/run/imports.awk \
		$(@D)/$(*F).w2c.h > $@

$(B)/obj/guests/%.w2c.o: $(B)/obj/guests/%.w2c.c
	$(call say,CC)
	$(Q)$(WASM2C_COMPILE) -c -o $@ $<

$(B)/obj/guests/%.imports.o: $(B)/obj/guests/%.imports.c harness/sockhost/run/run.h
	$(call say,CC)
	$(Q)$(WASM2C_COMPILE) -c -o $@ $<

# Its allocators get other names: limits.c has theirs, and calls them.
WASM2C_LIMITED = allocate_memory grow_memory allocate_funcref_table \
	grow_funcref_table allocate_externref_table grow_externref_table
$(B)/obj/wasm-rt-impl.o: $(WASM2C_RT)/wasm-rt-impl.c harness/sockhost/build.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(WASM2C_COMPILE) $(foreach f,$(WASM2C_LIMITED), \
		-Dwasm_rt_$(f)=unlimited_$(f)) -c -o $@ $<

$(B)/obj/harness/sockhost/run/run.o $(B)/obj/harness/sockhost/run/limits.o: \
		$(B)/obj/harness/sockhost/run/%.o: harness/sockhost/run/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) $(WASM2C_FLAGS) -isystem $(WASM2C_RT) -c -o $@ $<

$(B)/obj/harness/sockhost/run/main-%.o: harness/sockhost/run/main.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -DRUN_ABI='"$*"' -c -o $@ $<

$(B)/obj/mutants/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -DSOCKHOST_MUTANTS -c -o $@ $<

# What each guest is linked with, beside the library and its main.
SOCKHOST_GLUE = $(B)/obj/wasm-rt-impl.o $(B)/obj/harness/sockhost/run/run.o \
	$(B)/obj/harness/sockhost/run/invoke.o \
	$(B)/obj/harness/sockhost/run/limits.o

SOCKHOST_PLAYER = $(B)/obj/guests/player-%.w2c.o \
	$(B)/obj/guests/player-%.imports.o $(SOCKHOST_GLUE) \
	$(B)/obj/harness/sockhost/run/main-%.o

$(B)/sockhost/player-%: $(SOCKHOST_PLAYER) $(B)/sockhost/libsockhost.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ -lm

$(B)/mutants/player-%: $(SOCKHOST_PLAYER) $(SOCKHOST_MUTANT_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) $(MUTANT_WRAPS:%=-Wl,--wrap=%) \
		-o $@ $^ -lm

# --- sockhost-run ---

# What it is to its own guests: fast to compile, and deep recursion is theirs
# to choose; sockhost-run gives them the stack for it.
KIT_FLAGS = $(CC) -std=gnu11 -O1 -w $(SANITIZE) $(WASM2C_FLAGS) \
	-UWASM_RT_MAX_CALL_STACK_DEPTH -DWASM_RT_MAX_CALL_STACK_DEPTH=100000
KIT = $(addprefix $(B)/sockhost/kit/,flags imports.awk run.h sockhost.h \
	run.o invoke.o limits.o main.o wasm-rt-impl.o libsockhost.a)

LAUNCH_OBJ = $(patsubst %.c,$(B)/obj/%.o, \
	$(wildcard harness/sockhost/launch/*.c))

# Its objects for the tests: not main.o, nor what the harness has anyway.
TESTS_EXTRA_OBJ += $(filter-out %/main.o %/options.o,$(LAUNCH_OBJ))

$(B)/sockhost-run: $(LAUNCH_OBJ) $(B)/sockhost/libsockhost.a $(KIT)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $(LAUNCH_OBJ) $(B)/sockhost/libsockhost.a \
		-lnettle

$(B)/obj/harness/sockhost/launch/%.o: harness/sockhost/launch/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -c -o $@ $<

$(B)/sockhost/kit/flags: harness/sockhost/build.mk Makefile
	@mkdir -p $(@D)
	$(Q)echo '$(KIT_FLAGS)' > $@

$(B)/sockhost/kit/sockhost.h: harness/sockhost/sockhost.h
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(B)/sockhost/kit/%: harness/sockhost/run/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(B)/sockhost/kit/main.o: $(B)/obj/harness/sockhost/run/main-preview1.o
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(B)/sockhost/kit/%.o: $(B)/obj/harness/sockhost/run/%.o
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(B)/sockhost/kit/wasm-rt-impl.o: $(B)/obj/wasm-rt-impl.o
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(B)/sockhost/kit/libsockhost.a: $(B)/sockhost/libsockhost.a
	@mkdir -p $(@D)
	$(Q)cp $< $@

.SECONDARY: $(SOCKHOST_MUTANT_OBJ)
.PRECIOUS: $(B)/obj/harness/sockhost/run/invoke.o $(B)/obj/guests/%.w2c.c $(B)/obj/guests/%.imports.c \
	$(B)/obj/guests/%.w2c.o $(B)/obj/guests/%.imports.o \
	$(B)/obj/harness/sockhost/run/main-%.o
