# SPDX-License-Identifier: Apache-2.0
#
# The figures of scripts/bench/run, one a line, as the report that it prints:
# medians, and medians of ratios of what was measured in the same round.

{
	k = ++n[$1]
	v[$1, k] = $2
	w[$1, k] = $3
}

# The median of list[1..m].
function median(list, m,    i, j, t) {
	for (i = 2; i <= m; i++) {
		t = list[i]
		for (j = i - 1; j > 0 && list[j] > t; j--)
			list[j + 1] = list[j]
		list[j + 1] = t
	}
	return m % 2 ? list[(m + 1) / 2] : (list[m / 2] + list[m / 2 + 1]) / 2
}

function of(name,    i, list) {
	for (i = 1; i <= n[name]; i++)
		list[i] = v[name, i]
	return median(list, n[name])
}

function second(name,    i, list) {
	for (i = 1; i <= n[name]; i++)
		list[i] = w[name, i]
	return median(list, n[name])
}

function ratio(a, b,    i, list) {
	for (i = 1; i <= n[a]; i++)
		list[i] = v[a, i] / v[b, i]
	return median(list, n[a])
}

function least(name,    i, m) {
	for (i = 1; i <= n[name]; i++)
		m = i == 1 || v[name, i] < m ? v[name, i] : m
	return m
}

function row(what, figure, goal) {
	printf "  %-44s %12s   %s\n", what, figure, goal
}

END {
	printf "%d cases, both plays, %d at a time; medians of %d rounds\n",
		all, jobs, rounds
	row("cases a second, three layers",
		sprintf("%.0f", 1e6 * all / of("layers3")), "goal >= 100 on 2 CPUs")
	row("  without packets (--no-packets)",
		sprintf("%.0f", 1e6 * all / of("layers2")),
		sprintf("%.2f x the speed", ratio("layers3", "layers2")))
	row("  bare: native play only, nothing recorded",
		sprintf("%.0f", 1e6 * all / of("bare")),
		sprintf("%.2f x the speed", ratio("layers3", "bare")))
	row("ms a case: a quarter, half, all of them",
		sprintf("%.1f %.1f %.1f", of("quarter") / quarter / 1e3,
			of("half") / all / 500, of("layers3") / all / 1e3),
		"goal: the same")
	row("speed with " jobs " at a time, beside 1",
		sprintf("%.2f x", ratio("quarter1", "quarter")),
		"goal >= 1.8 x on 2 CPUs")
	row("largest memory, all cases, beside a tenth",
		sprintf("%.1f %.1f MiB", second("layers3") / 1024,
			second("tenth") / 1024), "goal <= 64 MiB, flat")
	print ""
	row("a call traced, beside strace --seccomp-bpf",
		sprintf("%.2f x", ratio("traced", "strace")), "goal <= 0.75 x")
	row("  us: ours, strace, untraced",
		sprintf("%.1f %.1f %.2f", of("traced") / 1e3,
			of("strace") / 1e3, of("untraced") / 1e3), "")
	row("  us of these that a CPU is busy",
		sprintf("%.1f %.1f %.2f", second("traced") / 1e3,
			second("strace") / 1e3, second("untraced") / 1e3), "")
	row("a step, command to answer, traced",
		sprintf("%.0f us", of("step") / 1e3),
		sprintf("goal <= 40 us; at best %.0f", least("step") / 1e3))
	print ""
	row("a guest's getsockname in sockhost",
		sprintf("+%.0f ns", of("guest") - of("native")),
		sprintf("goal < 100; natively %.0f", of("native")))
	row("a byte sent and received: each of the calls",
		sprintf("+%.0f ns", (second("guest") - second("native")) / 2),
		sprintf("goal < 100; natively %.0f", second("native") / 2))
	row("allocations of 15,000 more such calls", of("allocations"),
		"goal 0")
}
