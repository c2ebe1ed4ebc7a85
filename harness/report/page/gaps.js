/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gaps.js: equal gaps together, the largest group first.
 */

const gapSorts = {cases: "most cases", hosts: "most hosts",
		  gap: "gap, A to Z", id: "first case"};

function groupsOf(list) {
	const groups = new Map();

	for (const cell of list.filter(c => c.bad)) {
		const key = cell.sentence || `${cell.verdict}, no details`;

		if (!groups.has(key))
			groups.set(key, {sentence: key, cells: [],
					 cases: new Set(), runs: new Map()});
		const g = groups.get(key);

		g.cells.push(cell);
		g.cases.add(cell.case);
		g.runs.set(cell.run, (g.runs.get(cell.run) || 0) + 1);
	}
	return [...groups.values()];
}

const groupOrders = {
	cases: (a, b) => b.cases.size - a.cases.size ||
		b.cells.length - a.cells.length,
	hosts: (a, b) => b.runs.size - a.runs.size ||
		b.cases.size - a.cases.size,
	gap: (a, b) => a.sentence.localeCompare(b.sentence, "en"),
	id: () => 0,
};
const byFirst = (a, b) => a.cells[0].case.number - b.cells[0].case.number;

/* What sort of gap: the class of most groups is one word. */
function kindsOf(g) {
	return unique(g.cells.map(c => c.gap ? c.gap.gclass : c.verdict));
}

function groupCases(g) {
	const list = h("ol", {class: "cases"});
	const byCase = [...g.cases].sort((a, b) => a.number - b.number);
	const more = lazily(list, byCase, c => h("li", {},
		h("a", {href: caseAddress(g.cells.find(x => x.case === c))},
		  c.title || c.id),
		h("code", {}, c.id),
		runs.length > 1 ? h("span", {class: "badges"},
			g.cells.filter(x => x.case === c)
			.map(x => badge(x, true))) : null),
		`${location.hash} ${g.sentence}`);

	return [h("p", {class: "do"},
		  h("a", {href: inView("cases", {group: g.sentence})},
		    "Show in the list of cases"),
		  copyButton(g.cells[0].replay,
			     "the command that plays the first one again",
			     "Copy replay command")),
		list, more];
}

function groupHead(g) {
	const n = g.cases.size;
	const verdict = g.cells[0].verdict;

	return h("summary", {"data-row": true},
		h("span", {class: "size"}, h("b", {}, n.toLocaleString("en")),
		  n === 1 ? " case" : " cases"),
		h("span", {class: "what"},
		  h("span", {class: "sentence"}, g.sentence),
		  h("span", {class: "about"},
		    kindsOf(g).map(k => h("span", {class: `kind ${verdict}`,
			title: data.classes[k] || meanings[k]}, k)),
		    runs.length > 1 ? [...g.runs].sort(([a], [b]) =>
			a.number - b.number).map(([run, count]) =>
			h("span", {class: "on"}, `${run.label} `,
			  h("b", {}, String(count)))) : null)));
}

function groupItem(g) {
	const body = h("div", {class: "inside"});
	const fill = () => body.hasChildNodes() ||
		body.append(...groupCases(g).filter(Boolean));
	const details = h("details", {class: "group", ontoggle: () => {
		opened[details.open ? "add" : "delete"](g.sentence);
		if (details.open)
			fill();
	}}, groupHead(g), body);

	if (opened.has(g.sentence)) {
		details.open = true;
		fill();
	}
	return h("li", {}, details);
}

/* Gaps that a list of known ones has, and that are no more; what is no gap. */
function notes(list) {
	const fixed = list.filter(c => c.baseline === "fixed").length;
	const broken = list.filter(c => c.verdict === "broken").length;

	return [fixed && h("p", {class: "note"},
			   h("a", {href: inView("cases", {state: "fixed"})},
			     `${plural(fixed, "known gap")} gone`),
			   ": remove them from the baseline."),
		broken && h("p", {class: "warning"},
			    h("a", {href: inView("cases",
						 {verdict: "broken"})},
			      plural(broken, "play")),
			    " could not be compared: sockdiff failed.")]
		.filter(Boolean);
}

/* A host and how much of it is Linux: also the filter for it. */
function hostCard(run) {
	const s = score(chosen(cells.map(row => row[run.number]), ["host"]));
	const on = param("host") === run.label;

	return h("a", {class: `host ${shade(s)}`, "data-keep": run.label,
		       "aria-current": on ?
			"true" : null,
		       href: here({host: on ? "" : run.label, group: ""}),
		       title: on ? "Show all hosts" :
			      `Only ${run.label}`},
		 h("span", {class: "name"}, run.label), share(s),
		 h("span", {class: "of"},
		   `${s.same.toLocaleString("en")} of ` +
		   `${s.compared.toLocaleString("en")}`));
}

function gapsView(main) {
	const list = chosen(allCells);
	const sort = setSorts(gapSorts);
	const groups = groupsOf(list).sort(byFirst).sort(groupOrders[sort]);
	const bad = groups.reduce((n, g) => n + g.cells.length, 0);
	const box = h("ol", {class: "groups"});

	main.append(h("h2", {tabindex: "-1"}, "Gaps"),
		    h("p", {class: "count"}, bad ?
		      `${plural(groups.length, "group")}, ` +
		      `${plural(new Set(groups.flatMap(g => [...g.cases])).size,
				"case")}` +
		      (runs.length > 1 ? ` on ${plural(new Set(groups.flatMap(
			      g => [...g.runs.keys()])).size, "host")}` : "") :
		      "None"),
		    h("div", {class: "hosts", role: "group",
			      "aria-label": "Hosts"}, runs.map(hostCard)),
		    ...notes(list), ...causesPart(list));
	if (groups.length)
		main.append(h("h3", {}, plural(groups.length, "difference"),
			      h("small", {}, " by what the guest sees")), box,
			    ...[lazily(box, groups, groupItem)]
			.filter(Boolean));
	else if (allCells.some(c => c.bad))
		main.append(nothing("gap"));
	else
		main.append(empty(allCells.length ?
			"No gaps: every case that was compared is the same as " +
			"on Linux." :
			"No case was played."));
}
