/* SPDX-License-Identifier: Apache-2.0 */
/*
 * causes.js: the root causes of the gaps that are shown, most severe first.
 */

/* What is open stays open when it is drawn again; gaps.js uses it, too. */
const opened = new Set();
/* So many rows of details are a table that is read. */
const DETAILS = 20;

function causesOf(list) {
	const causes = new Map();

	for (const cell of list.filter(c => c.bad))
		for (const gap of cell.gaps.filter(g => !g.consequence)) {
			const about = (cell.run.causes || [])
				.find(c => c.id === gap.cause);

			if (!about)
				continue;
			if (!causes.has(gap.cause))
				causes.set(gap.cause,
					   {about, gaps: 0, cells: [],
					    cases: new Set(), runs: new Map()});
			const c = causes.get(gap.cause);

			c.gaps++;
			c.cells.push(cell);
			c.cases.add(cell.case);
			c.runs.set(cell.run, (c.runs.get(cell.run) || 0) + 1);
		}
	return [...causes.values()].sort((a, b) =>
		a.about.severity - b.about.severity || b.gaps - a.gaps);
}

/* What the runs that are shown say of it, equal lines together. */
function detailsOf(cause) {
	const count = new Map();

	for (const run of cause.runs.keys())
		for (const d of run.causes.find(c => c.id === cause.about.id)
			.details)
			count.set(d.text, (count.get(d.text) || 0) + d.gaps);
	return [...count].sort((a, b) => b[1] - a[1]);
}

function detailsTable(cause) {
	const rows = detailsOf(cause), left = rows.length - DETAILS;

	return [h("div", {class: "wide"}, h("table", {class: "details"},
		h("thead", {}, h("tr", {},
			h("th", {scope: "col"}, "What differs"),
			h("th", {scope: "col", class: "number"}, "Gaps"))),
		h("tbody", {}, rows.slice(0, DETAILS).map(([what, n]) =>
			h("tr", {}, h("td", {}, what),
			  h("td", {class: "number"},
			    n.toLocaleString("en"))))))),
		left > 0 && h("p", {class: "muted"}, `and ${left} more`)];
}

/* The smallest case that shows it, and how it is played. */
function proof(cause) {
	const c = caseById.get(cause.about.proof);
	const run = [...cause.runs.keys()][0];
	const cell = c && cells[c.number][run.number];

	return [h("p", {class: "do"},
		  cell && ["Proof: ", h("a", {href: caseAddress(cell)},
					h("code", {}, c.id))],
		  h("a", {href: inView("cases", {cause: cause.about.id})},
		    `Its ${plural(cause.cases.size, "case")}`),
		  copyButton(cause.about.replay,
			     "the command that plays the proof again",
			     "Copy replay command")),
		h("pre", {class: "replay"}, h("code", {},
					      cause.about.replay))];
}

function causeHead(cause) {
	const n = cause.gaps, size = cause.cases.size;
	const known = cause.cells.filter(c => c.baseline === "known").length;

	return h("summary", {"data-row": true},
		h("span", {class: "size"}, h("b", {}, n.toLocaleString("en")),
		  n === 1 ? " gap" : " gaps"),
		h("span", {class: "what"},
		  h("span", {class: "sentence"}, cause.about.sentence),
		  h("span", {class: "about"},
		    h("span", {class: "on"}, plural(size, "case"),
		      known === cause.cells.length ? ", all known" :
		      known ? `, ${known} known` : ""),
		    runs.length > 1 ? [...cause.runs].sort(([a], [b]) =>
			a.number - b.number).map(([run, count]) =>
			h("span", {class: "on"}, `${run.label} `,
			  h("b", {}, String(count)))) : null)));
}

function causeItem(cause) {
	const key = `cause ${cause.about.id}`;
	const body = h("div", {class: "inside"});
	const fill = () => body.hasChildNodes() ||
		body.append(...[proof(cause), detailsTable(cause)].flat()
			.filter(Boolean));
	const details = h("details", {class: "group cause", ontoggle: () => {
		opened[details.open ? "add" : "delete"](key);
		if (details.open)
			fill();
	}}, causeHead(cause), body);

	if (opened.has(key)) {
		details.open = true;
		fill();
	}
	return h("li", {}, details);
}

/* A heading and the list; nothing where no gap has a cause. */
function causesPart(list) {
	const causes = causesOf(list);
	const box = h("ol", {class: "groups causes"});

	if (!causes.length)
		return [];
	return [h("h3", {}, plural(causes.length, "cause"), h("small", {},
			" most severe first")), box,
		lazily(box, causes, causeItem, `${location.hash} causes`)]
		.filter(Boolean);
}
