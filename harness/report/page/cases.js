/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases.js: all cases, a row each, with a letter for every host.
 */

const caseSorts = {case: "name", gaps: "most gaps", time: "slowest",
		   title: "title, A to Z"};

/* How long it took on the host where it took longest, in microseconds. */
const longest = (c, shown) => Math.max(0, ...shown.map(r => r.us[c.number]));

const caseOrders = {
	case: () => 0,
	gaps: (a, b) => b.bad - a.bad,
	time: (a, b) => b.us - a.us,
	title: (a, b) => a.case.title.localeCompare(b.case.title, "en"),
};

function caseRow(row, shown) {
	const c = row.case;
	const first = row.cells.find(x => x.bad) || row.cells[0];

	return h("tr", {},
		h("th", {scope: "row"},
		  h("a", {href: caseAddress(first), "data-row": true},
		    c.title || c.id), h("code", {}, c.id)),
		shown.map(run => h("td", {class: "verdict"},
			cells[c.number][run.number] ?
			badge(cells[c.number][run.number]) : unplayed(run))),
		h("td", {class: "time"}, row.us ? duration(row.us) : ""));
}

const unplayed = run => h("span", {class: "muted"},
	h("span", {"aria-hidden": "true"}, "·"),
	heard(`not played on ${run.label}`));

function caseRows() {
	const byCase = new Map();

	for (const cell of chosen(allCells)) {
		if (!byCase.has(cell.case))
			byCase.set(cell.case, []);
		byCase.get(cell.case).push(cell);
	}
	return [...byCase].map(([c, list]) => ({case: c, cells: list,
		bad: list.filter(x => x.bad).length}))
		.sort((a, b) => a.case.number - b.case.number);
}

function groupNote() {
	if (!param("group"))
		return null;
	return h("p", {class: "note"}, "Only: ", h("b", {}, param("group")),
		 " ", h("a", {href: here({group: ""})}, "Show all"));
}

function casesView(main) {
	const sort = setSorts(caseSorts);
	const shown = runByLabel.has(param("host")) ?
		[runByLabel.get(param("host"))] : runs;
	const list = caseRows();

	for (const row of list)
		row.us = longest(row.case, shown);
	list.sort(caseOrders[sort]);
	main.append(h("h2", {tabindex: "-1"}, "Cases"),
		    h("p", {class: "count"},
		      `${list.length.toLocaleString("en")} of ` +
		      plural(cases.length, "case")), ...[groupNote()]
		    .filter(Boolean));
	if (!list.length) {
		main.append(nothing("case"));
		return;
	}
	const body = h("tbody");
	const more = lazily(body, list, row => caseRow(row, shown));

	main.append(legend(), h("div", {class: "wide", tabindex: "0",
			      role: "region", "aria-label": "Cases"},
		h("table", {class: "list"}, h("thead", {}, h("tr", {},
			sortHead("Case", "case", sort),
			shown.map(r => h("th", {scope: "col", class: "turn"},
					 h("span", {}, r.label))),
			sortHead("Time", "time", sort))), body)));
	if (more)
		main.append(more);
}

/* What the letters mean; only those that are there. */
function legend() {
	const there = data.verdicts.filter(v => filters.verdict.count.has(v));

	return h("ul", {class: "legend", "aria-label": "Letters"},
		 there.map(v => h("li", {title: meanings[v]},
			h("span", {class: `badge ${v}`},
			  h("span", {class: "letter"}, letters[v])), ` ${v}`)));
}
