/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.js: what two lists have in common, in order; and so, which words of
 * two lines and which lines of two plays differ.
 */

/* Pairs of equal elements [i, j]: a longest common subsequence. */
function common(a, b, same) {
	let from = 0, n = a.length, m = b.length;
	const head = [], tail = [];

	while (from < n && from < m && same(a[from], b[from])) {
		head.push([from, from]);
		from++;
	}
	while (n > from && m > from && same(a[n - 1], b[m - 1]))
		tail.unshift([--n, --m]);
	/* Longer ones are compared from both ends only. */
	if ((n - from) * (m - from) > 400000)
		return head.concat(tail);
	const width = m - from + 1;
	const best = new Uint16Array((n - from + 1) * width);
	const at = (i, j) => (i - from) * width + j - from;

	for (let i = n - 1; i >= from; i--)
		for (let j = m - 1; j >= from; j--)
			best[at(i, j)] = same(a[i], b[j]) ?
				best[at(i + 1, j + 1)] + 1 :
				Math.max(best[at(i + 1, j)],
					 best[at(i, j + 1)]);
	const middle = [];

	for (let i = from, j = from; i < n && j < m;) {
		if (same(a[i], b[j]))
			middle.push([i++, j++]);
		else if (best[at(i + 1, j)] >= best[at(i, j + 1)])
			i++;
		else
			j++;
	}
	return head.concat(middle, tail);
}

/*
 * Rows [x, y] of two lists, null where one has none: equal lines beside each
 * other, and between those the ones that kind() takes for the same thing.
 */
function rows(a, b, kind) {
	const out = [];
	let i = 0, j = 0;
	const both = () => out.push([a[i++], b[j++]]);
	const alone = (n, m) => {
		while (i < n)
			out.push([a[i++], null]);
		while (j < m)
			out.push([null, b[j++]]);
	};
	const between = (n, m) => {
		const alike = common(a.slice(i, n), b.slice(j, m),
				     (x, y) => kind(x) === kind(y))
			.map(([x, y]) => [x + i, y + j]);

		for (const [x, y] of alike) {
			alone(x, y);
			both();
		}
		alone(n, m);
	};

	for (const [x, y] of common(a, b, (s, t) => s === t)) {
		between(x, y);
		both();
	}
	between(a.length, b.length);
	return out;
}

const tokens = line => line.match(/\s+|[\w.~@-]+|[^\w\s]/gu) || [];

/* A line in pieces: [[text, differs], ...] for each of two lines. */
function wordDiff(left, right) {
	const a = tokens(left), b = tokens(right);
	const equal = common(a, b, (x, y) => x === y);
	const pieces = (list, side) => {
		const kept = new Set(equal.map(pair => pair[side]));
		const out = [];

		list.forEach((word, i) => {
			const differs = !kept.has(i);
			const last = out[out.length - 1];

			if (last && last[1] === differs)
				last[0] += word;
			else
				out.push([word, differs]);
		});
		return out;
	};

	return [pieces(a, 0), pieces(b, 1)];
}
