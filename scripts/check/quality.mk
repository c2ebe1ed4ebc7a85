# SPDX-License-Identifier: Apache-2.0
#
# What keeps the code as it is, included by the Makefile:
#
#	make format             format every C file; make format-check tells
#	make tidy               clang-tidy; .clang-tidy says which checks
#	make cppcheck           cppcheck; scripts/check/cppcheck.supp has what
#	                        it is wrong about, each with its reason
#	make compile_commands   compile_commands.json, for editors
#	make cover              lines and branches that the tests reach, by
#	                        folder
#
# `scripts/setup --quality` installs their tools, Debian's packages.

C_FILES = $(shell git ls-files 'harness/*.[ch]' 'guests/*.[ch]')
C_SOURCES = $(filter %.c,$(C_FILES))
# Compiled for Linux by the compiler that also checks.
NATIVE = $(filter-out guests/abi/% guests/programs/% harness/tests/% \
	harness/bench/% harness/sockhost/embed/%,$(C_SOURCES)) \
	$(wildcard guests/abi/native/*.c)

.PHONY: format format-check tidy cppcheck compile_commands cover quality

format:
	@clang-format-14 -i $(C_FILES)

format-check:
	@if command -v clang-format-14 >/dev/null; then \
		clang-format-14 --dry-run -Werror $(C_FILES); \
	else echo "format-check: skipped, there is no clang-format-14"; fi

tidy: compile_commands.json
	@printf '%s\n' $(NATIVE) | xargs -P $$(nproc) -n 8 \
		clang-tidy-14 -p . --quiet

cppcheck:
	@cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 \
		-j $$(nproc) --enable=warning,performance,portability \
		--suppressions-list=scripts/check/cppcheck.supp \
		-D__x86_64__ '-Djson_array_foreach(a,i,v)=for (;;)' \
		'-Djson_object_foreach(o,k,v)=for (;;)' -I. -Iharness -Iharness/sockhost -Iguests $(NATIVE)

compile_commands: compile_commands.json

# What the rules above compile with, a line a file.
compile_commands.json: Makefile $(C_SOURCES)
	@scripts/check/compile-commands '$(COMPILE_BASE) $(PKG_CFLAGS)' \
		$(NATIVE) > $@

cover:
	@scripts/check/cover
