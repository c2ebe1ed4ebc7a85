# SPDX-License-Identifier: Apache-2.0
#
# Programs, included by the Makefile after sockhost's build.mk:
#
#	$(B)/guests/programs/native/NAME
#	$(B)/guests/programs/ABI/NAME.wasm   for each of PROGRAM_ABIS
#	$(B)/sockhost/ABI/NAME               the latter with its host
#
# To add one: write NAME.c and name it here. To build all of them for another
# ABI: write what ../posix declares over its imports, in a folder that
# PROGRAM_SOCKETS_ABI names.
#
#	$(B)/guests/programs/native/preview1, $(B)/guests/programs/preview1.wasm
#	$(B)/sockhost/preview1               the programs of programs/preview1,
#	                                     see programs.def there

PROGRAMS = hello http-server http-client unix-echo name-server reactor
# Those without sockets are one file for the hosts of all ABIs:
# $(B)/guests/programs/preview1/NAME.wasm
PROGRAMS_PLAIN = hello

PROGRAMS_DIR = guests/programs
PROGRAMS_NATIVE = $(PROGRAMS:%=$(B)/guests/programs/native/%)
PROGRAM_ABIS = wasinet_v0 wasmedge2
PROGRAM_SOCKETS_wasinet_v0 = wasinet
PROGRAM_SOCKETS_wasmedge2 = wasmedge
PROGRAMS_WASM = $(foreach a,$(PROGRAM_ABIS),$(PROGRAMS:%=$(B)/guests/programs/$a/%.wasm))
PROGRAMS_HOSTED = $(foreach a,$(PROGRAM_ABIS),$(PROGRAMS:%=$(B)/sockhost/$a/%))
PROGRAMS_ALL = $(shell find $(PROGRAMS_DIR) -name '*.[ch]')

# What a program has beside NAME.c and address.c.
PROGRAM_NATIVE_reactor = $(B)/obj/$(PROGRAMS_DIR)/reactor_native.o
PROGRAM_WASM_FLAGS_reactor = -mexec-model=reactor

build-all: programs
.PHONY: programs
programs: $(PROGRAMS_NATIVE) $(PROGRAMS_WASM) $(PROGRAMS_HOSTED) \
	$(PROGRAMS_PLAIN:%=$(B)/guests/programs/preview1/%.wasm)

$(B)/guests/programs/preview1/%.wasm: $(PROGRAMS_DIR)/%.c
	@mkdir -p $(@D)
	$(call say,WASMCC)
	$(Q)$(WASM_CC) $(WASM_FLAGS) -o $@ $<

# They run with an environment of their own, in which nobody can tell a
# sanitizer that they are traced.
$(PROGRAMS_NATIVE): SANITIZE =

.SECONDEXPANSION:
$(PROGRAMS_NATIVE): $(B)/guests/programs/native/%: \
		$(B)/obj/$(PROGRAMS_DIR)/%.o $(B)/obj/$(PROGRAMS_DIR)/address.o \
		$$(PROGRAM_NATIVE_$$*)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^

# program ABI: its rules.
define PROGRAMS_OF
$(PROGRAMS:%=$(B)/guests/programs/$(1)/%.wasm): \
		$(B)/guests/programs/$(1)/%.wasm: $(PROGRAMS_ALL)
	@mkdir -p $$(@D)
	$$(call say,WASMCC)
	$$(Q)$$(WASM_CC) $$(WASM_FLAGS) -D_GNU_SOURCE \
		$$(PROGRAM_WASM_FLAGS_$$*) -I$(PROGRAMS_DIR)/posix -o $$@ \
		$(PROGRAMS_DIR)/$$*.c $(PROGRAMS_DIR)/address.c \
		$(wildcard $(PROGRAMS_DIR)/posix/*.c \
		$(PROGRAMS_DIR)/$(PROGRAM_SOCKETS_$(1))/*.c)

$(PROGRAMS:%=$(B)/sockhost/$(1)/%): $(B)/sockhost/$(1)/%: \
		$(B)/obj/guests/programs/$(1)/%.w2c.o \
		$(B)/obj/guests/programs/$(1)/%.imports.o $(SOCKHOST_GLUE) \
		$(B)/obj/harness/sockhost/run/main-$(1).o \
		$(B)/sockhost/libsockhost.a
	@mkdir -p $$(@D)
	$$(call say,LINK)
	$$(Q)$$(CC) $$(SANITIZE) -o $$@ $$^ -lm

.PRECIOUS: $(B)/obj/guests/programs/$(1)/%.w2c.c \
	$(B)/obj/guests/programs/$(1)/%.imports.c \
	$(B)/obj/guests/programs/$(1)/%.w2c.o \
	$(B)/obj/guests/programs/$(1)/%.imports.o
endef
$(foreach a,$(PROGRAM_ABIS),$(eval $(call PROGRAMS_OF,$a)))

# --- the programs for preview1, all in one ---

PREVIEW1_DIR = $(PROGRAMS_DIR)/preview1
PREVIEW1_WASM = $(B)/guests/programs/preview1.wasm
PREVIEW1_OBJ = $(B)/obj/guests/programs/preview1
# Those that Linux has, too.
PREVIEW1_NATIVE = main say $(shell sed -n 's/^PROGRAM(\(.*\), NATIVE)/\1/p' \
	$(PREVIEW1_DIR)/programs.def)

programs: $(PREVIEW1_WASM) $(B)/guests/programs/native/preview1 \
	$(B)/sockhost/preview1

# wasi-libc's lseek is a macro with a statement in it.
$(PREVIEW1_WASM): $(wildcard $(PREVIEW1_DIR)/*.[ch] $(PREVIEW1_DIR)/*.def)
	@mkdir -p $(@D)
	$(call say,WASMCC)
	$(Q)$(WASM_CC) $(WASM_FLAGS) -Wno-gnu-statement-expression -O1 \
		-D_GNU_SOURCE -o $@ $(filter %.c,$^)

$(B)/guests/programs/native/preview1: SANITIZE =
$(B)/guests/programs/native/preview1: \
		$(PREVIEW1_NATIVE:%=$(B)/obj/$(PREVIEW1_DIR)/%.o)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^

$(B)/sockhost/preview1: $(PREVIEW1_OBJ).w2c.o $(PREVIEW1_OBJ).imports.o \
		$(SOCKHOST_GLUE) $(B)/obj/harness/sockhost/run/main-preview1.o \
		$(B)/sockhost/libsockhost.a
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ -lm

.PRECIOUS: $(PREVIEW1_OBJ).w2c.c $(PREVIEW1_OBJ).imports.c \
	$(PREVIEW1_OBJ).w2c.o $(PREVIEW1_OBJ).imports.o
