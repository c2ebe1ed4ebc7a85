# SPDX-License-Identifier: Apache-2.0
#
# imports.awk: of the header that wasm2c writes for a guest named "guest",
# the C file that joins it with run.c (see run.h): what it imports as calls of
# run.c, and what it exports as a table for it:
#
#	awk -v header=guest.w2c.h -f imports.awk guest.w2c.h > imports.c
#
# wasm2c tells an import in two lines:
#
#	/* import: 'module' 'name' */
#	u32 Z_moduleZ_name(struct Z_module_instance_t*, u32, u64);
#
# and so an export, with Z_guest_instance_t*.

BEGIN {
	exports = 0
	letter["u32"] = "i"
	letter["u64"] = "I"
	letter["f32"] = "f"
	letter["f64"] = "F"
	letter["void"] = ""
	take["u32"] = "(u32)"
	take["u64"] = ""
	take["f32"] = "run_f32"
	take["f64"] = "run_f64"
	give["u32"] = ""
	give["u64"] = ""
	give["f32"] = "run_bits32"
	give["f64"] = "run_bits64"
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

/^\/\* export: / {
	split($0, quoted, "'")
	name = quoted[2]
	getline
	if ($0 ~ /^wasm_rt_memory_t\* Z_guestZ_memory\(/)
		memory = 1
	else if ($0 ~ /^[a-z0-9]+ Z_[A-Za-z0-9_]+\(Z_guest_instance_t\*/)
		export($0)
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

# The caller of one export, and its row.
function export(line,   types, count, i, what, words, call, letters)
{
	what = line
	sub(/\(.*/, "", what)
	split(what, words, " ")
	sub(/^[^(]*\(/, "", line)
	sub(/\).*/, "", line)
	count = split(line, types, /, */)
	call = words[2] "(&guest"
	for (i = 2; i <= count; i++) {
		call = call ", " take[types[i]] "(v[" i - 2 "])"
		letters = letters letter[types[i]]
	}
	call = call ")"
	print "static uint64_t export_" exports "(const uint64_t *v)\n{"
	if (words[1] == "void")
		print "\t" call ";\n\treturn 0;\n}\n"
	else
		print "\treturn " give[words[1]] "(" call ");\n}\n"
	exported[exports] = "\t{\"" name "\", \"" letters "\", \"" \
		letter[words[1]] "\", export_" exports "},"
	exports++
}

END {
	print "const struct sockhost_import run_imports[] = {"
	for (i = 0; i < rows; i++)
		print row[i]
	print "\t{0}\n};\n"
	print "const size_t run_imports_n = " rows + 0 ";\n"
	print "const struct run_export run_exports[] = {"
	for (i = 0; i < exports; i++)
		print exported[i]
	print "\t{0}\n};\n"
	print "void run_guest_make(struct run *r)\n{"
	print "\t(void)r;\n\tZ_guest_init_module();"
	printf "\tZ_guest_instantiate(&guest"
	for (i = 0; i < modules; i++)
		printf ", (void *)r"
	print ");\n}\n"
	print "void run_guest_free(void)\n{\n\tZ_guest_free(&guest);\n}\n"
	print "void *run_guest_memory(uint64_t *size)\n{"
	if (memory) {
		print "\tconst wasm_rt_memory_t *m = Z_guestZ_memory(&guest);\n"
		print "\t*size = m->size;\n\treturn m->data;\n}"
	} else {
		print "\t*size = 0;\n\treturn 0;\n}"
	}
}
