# SPDX-License-Identifier: Apache-2.0
#
# Which cases may feel a mutant: of the files of reference/, a line
# 'WORD<tab>..<tab>ID' for each word in the guest's steps of a case, what Linux
# answered to them among it.
#
#	awk -f scripts/check/mutants.awk reference/*/*.rec | sort ... | cut ...
#
# Two numbers stand between WORD and ID, to be sorted by: how many variants of
# the same file were before, so that the first few cases are of several files,
# and the share of the guest's steps that hold the word: the largest is the
# shortest case, most about it.

function finish(	word, base) {
	base = id
	sub(/\[.*/, "", base)
	for (word in held)
		printf "%s\t%d\t%.3f\t%s\n", word, \
			before[word, base]++, held[word] / steps, id
	split("", held)
	steps = 0
}
/^case / {
	finish()
	id = $2
}
/^[0-9]+ / {
	guest = $2 !~ /\./
	steps += guest
	if (guest)
		split("", step)
}
/^(packets:|left open:|checksum:|sockdiff)/ { guest = 0 }
guest {
	gsub(/%/, " % ") # of an IPv6 address with a scope
	n = split($0, words, /[^A-Za-z0-9_:%]+/)
	for (i = 1; i <= n; i++) {
		word = words[i]
		if (word !~ /^:+$/)
			sub(/:$/, "", word)
		if (word != "" && !step[word]++)
			held[word]++
	}
}
END { finish() }
