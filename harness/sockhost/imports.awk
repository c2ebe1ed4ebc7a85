# SPDX-License-Identifier: Apache-2.0
#
# imports.awk: of the header that wasm2c writes for a guest named "guest",
# the C file that joins it with run.c (see run.h):
#
#	awk -v header=guest.w2c.h -f imports.awk guest.w2c.h > imports.c
#
# wasm2c tells an import in two lines:
#
#	/* import: 'module' 'name' */
#	u32 Z_moduleZ_name(struct Z_module_instance_t*, u32, u64);

BEGIN {
	letter["u32"] = "i"
	letter["u64"] = "I"
	letter["f32"] = "f"
	letter["f64"] = "F"
	letter["void"] = ""
	print "/* Made by imports.awk from " header "; do not edit. */"
	print "#include \"" header "\""
	print "#include \"run.h\"\n"
	print "static Z_guest_instance_t guest;\n"
}

/^\/\* import: / {
	split($0, quoted, "'")
	module = quoted[2]
	name = quoted[4]
	getline
	import($0)
}

/^void Z_guest_instantiate\(/ {
	modules = gsub(/,/, ",")
}

/ Z_guestZ_memory\(/ {
	memory = 1
}

/ Z_guestZ__start\(/ {
	start = 1
}

# The function for one import, and its row.
function import(line,   types, count, i, what, params, array, letters)
{
	if (line !~ /^[a-z0-9]+ Z_[A-Za-z0-9_]+\(struct /) {
		print "#error \"import " module "." name " is no function\""
		return
	}
	what = line
	sub(/\(.*/, "", what)
	sub(/^[^(]*\(/, "", line)
	sub(/\).*/, "", line)
	count = split(line, types, /, */)
	params = types[1] " r"
	for (i = 2; i <= count; i++) {
		params = params ", " types[i] " p" i - 1
		array = array "(uint64_t)p" i - 1 ", "
		letters = letters letter[types[i]]
	}
	split(what, words, " ")
	print what "(" params ")\n{"
	print "\tconst uint64_t v[] = {" array "0};\n"
	printf "\t%srun_call((struct run *)r, %d, v);\n}\n\n",
		words[1] == "void" ? "" : "return ", rows
	row[rows++] = "\t{\"" module "\", \"" name "\", \"" letters "\", \"" \
		letter[words[1]] "\"},"
}

END {
	if (!memory || !start)
		print "#error \"no memory, or no _start, is exported\""
	print "const struct run_import run_imports[] = {"
	for (i = 0; i < rows; i++)
		print row[i]
	print "\t{0}\n};\n"
	print "const size_t run_imports_n = " rows + 0 ";\n"
	print "void run_guest_make(struct run *r)\n{"
	print "\t(void)r;\n\tZ_guest_init_module();"
	printf "\tZ_guest_instantiate(&guest"
	for (i = 0; i < modules; i++)
		printf ", (void *)r"
	print ");\n}\n"
	print "void run_guest_start(void)\n{\n\tZ_guestZ__start(&guest);\n}\n"
	print "void run_guest_free(void)\n{\n\tZ_guest_free(&guest);\n}\n"
	print "void *run_guest_memory(uint64_t *size)\n{"
	print "\tconst wasm_rt_memory_t *m = Z_guestZ_memory(&guest);\n"
	print "\t*size = m->size;\n\treturn m->data;\n}"
}
