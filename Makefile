# SPDX-License-Identifier: Apache-2.0
#
#	make conformance    install missing packages, build, play all cases
#	make check          the same, and every test
#	make report         show all of reports/ (or RUNS=DIR...) as one page,
#	                    build/report.html
#	make check-report   test the page of `make report` in a browser
#	make mutants        check that the cases catch hosts with one bug each
#	make fuzz           run each fuzzer for FUZZ_SECONDS (60); needs
#	                    the libFuzzer of clang
#	make bench          measure the speed; takes some three minutes
#	make go-programs    run Go programs on sockhost, if Go is installed
#	make hosts          install real hosts, judge each by its baseline
#	make install        PREFIX=/usr/local DESTDIR=
#	make SAN=1 ...      with address and undefined-behaviour sanitizers
#	make format|tidy|cppcheck|cover  see scripts/check/quality.mk
#	make V=1 ...        print the commands that are run
#	make help           print this list
#
# Everything that is built goes to build/ (build/san with SAN=1).

MAKEFLAGS += --no-builtin-rules
PREFIX ?= /usr/local
HOST ?= sockhost
ARGS ?=

CC = gcc
WASM_CC = clang-14
CFLAGS = -O2 -g
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Werror
STD = -std=gnu11 -D_GNU_SOURCE

ifdef SAN
B = build/san
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
# Leaks are looked for where a test asks: at its end a worker has a room half
# made, and what is traced cannot be looked at.
export ASAN_OPTIONS = leak_check_at_exit=0
else ifdef COVER
B = build/cover
SANITIZE = --coverage
else
B = build
endif

# What is made, a line each; V=1 shows the commands instead.
ifndef V
Q = @
say = @printf '  %-8s%s\n' $(1) $@
endif

# Evaluated only when used: scripts/setup may install pkg-config first.
PKG = libseccomp libpcap yaml-0.1 jansson libxml-2.0
PKG_CFLAGS = $(shell pkg-config --cflags $(PKG))
PKG_LIBS = $(shell pkg-config --libs $(PKG))
CHECK_LIBS = $(shell pkg-config --libs check)

COMPILE_BASE = $(CC) $(STD) $(CFLAGS) $(WARN)
COMPILE = $(COMPILE_BASE) $(SANITIZE) -MMD -MP $(INCLUDES)
WASM_FLAGS = --target=wasm32-wasi --sysroot=/usr -std=gnu11 -O2 $(WARN) \
	-Iguests

.PHONY: all conformance check check-report report mutants install clean help bench tools build-all

all: build-all

help:
	@sed -n 's/^#\t//p' Makefile

# --- the two commands ------------------------------------------------------

conformance:
	@scripts/setup
	@$(MAKE) --no-print-directory -j$$(nproc) build-all
	@$(B)/sockdiff run -H $(HOST) $(ARGS)

report: $(B)/sockdiff
	@$(B)/sockdiff report --format html -o $(B)/report.html $(RUNS)
	@echo $(B)/report.html

# A sample of `make mutants`, one of each sort: an address, a flag, a call, two
# of other ABIs than the others, one of policy, and two of families.
MUTANTS_SAMPLE = field:wasmedge2.sock_recv_from_v2:out_port:1 \
	recvfrom_no_addr peer_is_name iov_split shutdown_both \
	roflags_wide dial_untold policy_late errno:ECONNREFUSED \
	option:SO_KEEPALIVE sticky_trunc number_last_first rights_three \
	partial_whole timeo_total
MUTANTS_SAMPLE_ABIS = wasinet_v0 wasmedge2 pathopen

# Of the real hosts a part of all families, for a start costs some of them more
# than a case does; `make hosts` plays everything.
HOSTS_SAMPLE = --shard 1/4

check:
	@scripts/check/layers
	@scripts/check/names
	@scripts/setup
	@$(MAKE) --no-print-directory format-check
	@scripts/check/tables
	@$(MAKE) --no-print-directory -j$$(nproc) build-all $(B)/tests \
		$(BENCH) $(MUTANTS_SAMPLE_ABIS:%=$(B)/mutants/player-%) \
		fuzz-programs
	@scripts/check/cycles $(B)
	@SOCKDIFF_BUILD=$(B) $(B)/tests
	@$(FUZZ_CHECK)
	@$(B)/sockdiff reference --check
	@$(B)/sockdiff reference --witness
	@scripts/check/abis $(B) $(filter-out wasinet_v0,$(ABIS))
	@scripts/check/hosts -r $(B) $(HOSTS_SAMPLE)
	@scripts/check/mutants $(B) $(MUTANTS_SAMPLE)

# --- the program -----------------------------------------------------------

include guests/sources.mk

# The stages of harness/LAYERS; each folder includes only from those above it.
STAGES := $(shell sed -n 's/^\([a-z/]*\).*/\1/p' harness/LAYERS)
HARNESS = $(filter-out harness/cli/main.c harness/room/main.c, \
	$(foreach s,$(STAGES),$(wildcard harness/$(s)/*.c)))
HARNESS_OBJ = $(patsubst %.c,$(B)/obj/%.o,$(HARNESS)) \
	$(B)/obj/guests/lang/wire.o $(B)/obj/page.o \
	$(B)/obj/harness/sockhost/launch/options.o

build-all: $(B)/sockdiff $(B)/room $(B)/sockhost-run $(B)/guests/player-native \
	$(ABIS:%=$(B)/guests/player-%.wasm) $(ABIS:%=$(B)/sockhost/player-%)

$(B)/sockdiff: $(B)/obj/harness/cli/main.o $(HARNESS_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(PKG_LIBS)

# What the harness is made of, and no more of it than is needed.
$(B)/obj/harness.a: $(HARNESS_OBJ)
	@rm -f $@
	$(call say,AR)
	$(Q)ar qcs $@ $^

$(B)/room: $(B)/obj/harness/room/main.o $(B)/obj/guests/player-room.o \
		$(B)/obj/harness.a
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ -Wl,--as-needed $(PKG_LIBS)

# What a folder sees: its own tree; the harness the language's tables too.
$(B)/obj/harness/%: INCLUDES = -I. -Iharness
$(B)/obj/harness/sockhost/%: INCLUDES = -I. -Iharness/sockhost
$(B)/obj/harness/tests/%: INCLUDES = -I. -Iharness -Iharness/tests \
	-Iharness/sockhost
$(B)/obj/mutants/%: INCLUDES = -I. -Iharness/sockhost
$(B)/obj/guests/%: INCLUDES = -Iguests

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) $(PKG_CFLAGS) -c -o $@ $<

# The page of `sockdiff report --format html`: one file of its parts, in the
# program as the bytes between _binary_page_html_start and _end.
$(B)/obj/page.html: $(wildcard harness/report/page/*)
	@mkdir -p $(@D)
	$(call say,PAGE)
	$(Q)awk '$$1 != "@include" { print; next } { n = 0; \
		while ((getline line < ("harness/report/page/" $$2)) > 0) \
			{ print line; n++ } \
		if (!n) { print "no " $$2 > "/dev/stderr"; exit 1 } }' \
		harness/report/page/page.html > $@.new
	$(Q)mv $@.new $@

$(B)/obj/page.o: $(B)/obj/page.html
	$(Q)cd $(@D) && ld -r -b binary -z noexecstack -o $(@F) $(<F)

# --- guests: the player, once for each ABI ---------------------------------

$(B)/guests/player-native: $(patsubst %,$(B)/obj/guests/%.o,$(PLAYER_NATIVE))
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^

# The same as one object: a room has it in itself. Its names are its own.
define PLAYER_ROOM
$(1)/guests/player-room.o: $(patsubst %,$(1)/guests/%.o,$(PLAYER_NATIVE))
	$$(call say,LINK)
	$$(Q)ld -r -o $$@ $$^
	$$(Q)objcopy --redefine-sym main=player_main \
		--keep-global-symbol=player_main $$@
endef
$(eval $(call PLAYER_ROOM,$(B)/obj))

$(B)/obj/wasm/%.o: guests/%.c
	@mkdir -p $(@D)
	$(call say,WASMCC)
	$(Q)$(WASM_CC) $(WASM_FLAGS) $(PLAYER_WASM_FLAGS) -MMD -MP -c -o $@ $<

# Its objects are kept together: for a host that lacks imports they are linked
# once more, without those (harness/host/link.c).
define PLAYER_ARCHIVE
$(B)/guests/player-$(1).a: $(patsubst %,$(B)/obj/wasm/%.o, \
		$(PLAYER_WASM) $(PLAYER_WASM_$(1)))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,AR)
	$$(Q)ar qcs $$@ $$^
endef
$(foreach abi,$(ABIS),$(eval $(call PLAYER_ARCHIVE,$(abi))))

$(B)/guests/player-%.wasm: $(B)/guests/player-%.a $(B)/guests/link
	$(call say,WASMLD)
	$(Q)$(PLAYER_WASM_LINK) -o $@ -Wl,--whole-archive $< \
		-Wl,--no-whole-archive

PLAYER_WASM_LINK = $(WASM_CC) --target=wasm32-wasi --sysroot=/usr -O2 \
	$(PLAYER_WASM_LINK_FLAGS)

$(B)/guests/link: Makefile guests/sources.mk
	@mkdir -p $(@D)
	@echo '$(PLAYER_WASM_LINK)' > $@

# --- sockhost: the embedded host -------------------------------------------

include harness/sockhost/build.mk

# --- guests: programs ------------------------------------------------------

include guests/programs/build.mk

# --- tests -----------------------------------------------------------------

TESTS = harness/tests/main.c $(wildcard $(foreach d,$(STAGES) guests sockhost \
	help,harness/tests/$(d)/*.c))
TESTS_OBJ = $(patsubst %.c,$(B)/obj/%.o,$(TESTS))

$(B)/tests: $(TESTS_OBJ) $(HARNESS_OBJ) $(TESTS_EXTRA_OBJ) | $(B)/threaded $(B)/ways \
		$(B)/faulty
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(PKG_LIBS) $(CHECK_LIBS) -lnettle

include harness/tests/fuzz/build.mk

# Hosts that stand in for real ones. They put themselves in the place of
# functions of the C library, as the sanitizers do, so they are built without.
ifdef SANITIZE
PLAIN = $(B)/plain
else
PLAIN = $(B)/obj
endif

ifdef SANITIZE
$(PLAIN)/%: SANITIZE =
$(PLAIN)/guests/%: INCLUDES = -Iguests
$(PLAIN)/harness/tests/%: INCLUDES = -I. -Iharness -Iharness/tests

$(PLAIN)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -c -o $@ $<

$(eval $(call PLAYER_ROOM,$(PLAIN)))
endif

# One with threads, the player in itself.
$(B)/threaded: $(PLAIN)/harness/tests/threaded/main.o
# One that does what it is asked in every other way that Linux has.
$(B)/ways: $(patsubst %.c,$(PLAIN)/%.o,$(wildcard harness/tests/ways/*.c))
# One with faults, each a word on its command line.
$(B)/faulty: $(PLAIN)/harness/tests/faulty/main.o

$(B)/threaded $(B)/ways $(B)/faulty: $(PLAIN)/guests/player-room.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ -lpthread

# --- what it takes ---------------------------------------------------------

include harness/bench/build.mk

# The HTML page in a browser; not part of `make check`, for Chromium is large.
PAGE_TESTS = $(wildcard harness/tests/browser/*.c) harness/tests/help/stored.c
PAGE_TESTS_OBJ = $(patsubst %.c,$(B)/obj/%.o,$(PAGE_TESTS)) \
	$(B)/obj/contrast.o

check-report:
	@scripts/setup --report
	@$(MAKE) --no-print-directory -j$$(nproc) $(B)/tests-page
	@$(B)/tests-page $(B)/pages

$(B)/obj/contrast.o: harness/tests/browser/contrast.js
	$(Q)cp $< $(@D) && cd $(@D) && ld -r -b binary -z noexecstack -o $(@F) \
		$(<F)

$(B)/tests-page: $(PAGE_TESTS_OBJ) $(HARNESS_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(PKG_LIBS) $(CHECK_LIBS) \
		$(shell pkg-config --libs libcurl)

# --- the rest --------------------------------------------------------------

mutants: build-all $(ABIS:%=$(B)/mutants/player-%)
	@scripts/check/mutants $(B)

go-programs: build-all
	@scripts/check/go-programs $(B)

# What comes from registries is never needed by the targets above.
hosts: build-all
	@scripts/check/hosts $(B) $(ARGS)

.PHONY: go-programs hosts

INSTALL_MAN = $(DESTDIR)$(PREFIX)/share/man
INSTALL_BASH = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
INSTALL_ZSH = $(DESTDIR)$(PREFIX)/share/zsh/site-functions

install: build-all
	install -d $(DESTDIR)$(PREFIX)/bin \
		$(DESTDIR)$(PREFIX)/lib/sockdiff/guests \
		$(DESTDIR)$(PREFIX)/lib/sockdiff/sockhost \
		$(DESTDIR)$(PREFIX)/lib/sockdiff/kit \
		$(DESTDIR)$(PREFIX)/share/sockdiff/hosts
	install $(B)/sockdiff $(B)/sockhost-run $(DESTDIR)$(PREFIX)/bin
	install $(B)/room $(DESTDIR)$(PREFIX)/lib/sockdiff
	install $(B)/guests/player-native \
		$(DESTDIR)$(PREFIX)/lib/sockdiff/guests
	install -m 644 $(B)/guests/*.wasm $(B)/guests/*.a \
		$(B)/guests/link $(DESTDIR)$(PREFIX)/lib/sockdiff/guests
	install $(B)/sockhost/player-* $(DESTDIR)$(PREFIX)/lib/sockdiff/sockhost
	cp -R $(PROGRAM_ABIS:%=$(B)/sockhost/%) \
		$(DESTDIR)$(PREFIX)/lib/sockdiff/sockhost/
	install -m 644 $(B)/sockhost/kit/* $(DESTDIR)$(PREFIX)/lib/sockdiff/kit
	install -m 644 harness/hosts/*.yaml harness/hosts/*.mjs \
		$(DESTDIR)$(PREFIX)/share/sockdiff/hosts
	install -d $(DESTDIR)$(PREFIX)/lib/sockdiff/guests/programs
	cp -R $(B)/guests/programs/native $(B)/guests/programs/preview1 \
		$(PROGRAM_ABIS:%=$(B)/guests/programs/%) \
		$(DESTDIR)$(PREFIX)/lib/sockdiff/guests/programs/
	cp -R cases $(wildcard reference) $(DESTDIR)$(PREFIX)/share/sockdiff/
	install scripts/gate $(DESTDIR)$(PREFIX)/share/sockdiff
	install -d $(INSTALL_MAN)/man1 $(INSTALL_MAN)/man5 \
		$(INSTALL_BASH) $(INSTALL_ZSH)
	$(B)/sockdiff manual --man >$(INSTALL_MAN)/man1/sockdiff.1
	$(B)/sockdiff manual --run >$(INSTALL_MAN)/man1/sockhost-run.1
	$(B)/sockdiff manual --case >$(INSTALL_MAN)/man5/sockdiff-case.5
	$(B)/sockdiff manual --host >$(INSTALL_MAN)/man5/sockdiff-host.5
	$(B)/sockdiff completion bash >$(INSTALL_BASH)/sockdiff
	$(B)/sockdiff completion --run bash >$(INSTALL_BASH)/sockhost-run
	$(B)/sockdiff completion zsh >$(INSTALL_ZSH)/_sockdiff
	$(B)/sockdiff completion --run zsh >$(INSTALL_ZSH)/_sockhost-run

clean:
	rm -rf build

include scripts/check/quality.mk

-include $(shell find $(sort $(B)/obj $(PLAIN)) -name '*.d' 2>/dev/null)
