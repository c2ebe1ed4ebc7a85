/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filters.js: which cells are meant. A filter is a key of the URL.
 */

const wordKinds = {operation: "Operations", option: "Options",
		   error: "Errors", word: "Flags and other words"};
const unique = list => [...new Set(list)].sort((a, b) => a < b ? -1 : 1);
const allCells = cells.flat().filter(Boolean);

/* A cause is the same on two hosts, its sentence names each one's calls. */
const sentences = new Map(runs.flatMap(r => r.causes || [])
	.map(c => [c.id, c.sentence]));
const sentenceOf = id => sentences.get(id) || id;

/*
 * label: how it is called; values: all that there are; of: those that a cell
 * has; name: how a value is shown; groups: kinds of words and their labels.
 */
const filters = {
	host: {label: "Host", of: cell => [cell.run.label]},
	family: {label: "Family", of: cell => [cell.case.family]},
	feature: {label: "Feature", of: cell => cell.case.covers,
		  groups: wordKinds},
	verdict: {label: "Verdict", of: cell => [cell.verdict],
		  order: data.verdicts},
	cause: {label: "Cause", of: cell => cell.bad ? cell.causes : [],
		name: id => sentenceOf(id)},
	class: {label: "Class of gap",
		of: cell => cell.gap ? [cell.gap.gclass] : []},
	layer: {label: "Layer", of: cell => cell.gap ?
		[String(cell.gap.layer)] : [], name: v => layers[v] || v},
	state: {label: "State", of: statesOf},
};

/* What a baseline, a repetition and the stored recordings say of it. */
function statesOf(cell) {
	const states = [];

	if (cell.bad || cell.baseline === "fixed")
		states.push(cell.baseline || "new");
	if (cell.flaky)
		states.push("flaky");
	if (cell.drift)
		states.push("drift");
	return states;
}

for (const f of Object.values(filters)) {
	const count = new Map();

	for (const cell of allCells)
		for (const v of f.of(cell))
			count.set(v, (count.get(v) || 0) + 1);
	f.count = count;
	f.values = unique(count.keys());
	if (f.order)
		f.values = f.order.filter(v => count.has(v));
}

/* The filters that are set, also those that the page has no value for. */
const filtersSet = () => Object.keys(filters).filter(key => param(key));

/* What is searched for: words in any order, "several of them" together. */
const searched = () => [...param("q").toLowerCase()
	.matchAll(/"([^"]+)"|[^\s"]+/g)].map(m => m[1] || m[0]);

/* Those cells that all filters but the ones named let through. */
function chosen(list, without = []) {
	const wanted = filtersSet().filter(key => !without.includes(key))
		.map(key => [filters[key].of, param(key)]);
	const group = param("group");
	const words = searched();

	return list.filter(cell => cell &&
		wanted.every(([of, value]) => of(cell).includes(value)) &&
		(!group || cell.bad && cell.sentence === group) &&
		words.every(w => cell.case.words.includes(w) ||
				 cell.words.includes(w)));
}
