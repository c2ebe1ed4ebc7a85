/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case.js: all that is known about one case on one host.
 */

/* The line of every step that has a gap: "gap" or "after". */
function markedLines(cell) {
	const lines = new Map();

	for (const g of cell ? cell.gaps : [])
		if (!lines.has(g.line) || !g.consequence)
			lines.set(g.line, g.consequence ? "after" : "gap");
	return lines;
}

/* A step goes on while lines stand further right than its dash. */
function stepEnd(lines, from) {
	const depth = lines[from].search(/\S/);
	let to = from + 1;

	while (to < lines.length && lines[to].search(/\S/) > depth)
		to++;
	return to;
}

function yaml(c, cell) {
	const lines = c.source.replace(/\n$/, "").split("\n");
	const mark = new Array(lines.length).fill("");

	for (const [line, kind] of markedLines(cell))
		if (line >= 1 && line <= lines.length && line > 1)
			mark.fill(kind, line - 1, stepEnd(lines, line - 1));
	return h("ol", {class: "yaml", "aria-label": `${c.file}`},
		 lines.map((s, i) => h("li", {class: mark[i]},
			h("code", {}, s || " "), mark[i] ?
			heard(` (${marks[mark[i]].meaning})`) : null)));
}

/* The same case on all hosts. */
function hostTabs(c, on) {
	return h("nav", {class: "tabs", "aria-label": "Hosts"}, runs.map(r => {
		const cell = cells[c.number][r.number];

		return cell ? h("a", {href: here({on: r.label}),
				      "data-keep": r.label,
				      class: `badge ${cell.verdict}`,
				      "aria-current": r === on ? "page" : null},
				badgeText(cell.verdict), ` ${r.label}`) :
			h("span", {class: "muted"}, `· ${r.label}`,
			  heard(": not played"));
	}));
}

/* The neighbours of a case among those that the filters let through. */
function neighbours(c, run) {
	const list = unique2(chosen(allCells).filter(x => x.bad)
			     .map(x => x.case));
	const link = (x, label, rel) => x && h("a", {
		rel, href: here({id: x.id}), title: x.id}, label);
	const before = list.filter(x => x.number < c.number).pop();
	const after = list.find(x => x.number > c.number);

	return h("nav", {class: "steps", "aria-label": "Cases with a gap"},
		 h("a", {href: lastList || inView("cases", {})},
		   lastList ? `↑ ${viewNames[lastView]}` : "↑ Cases"),
		 link(before, "← Previous", "prev"),
		 link(after, "Next →", "next"));
}

const unique2 = list => [...new Set(list)].sort((a, b) => a.number - b.number);

function fileLinks(cell) {
	const kinds = [[1, ".txt", "Both plays as text"],
		       [2, ".native.pcap", "Packets, native (.pcap)"],
		       [4, ".host.pcap", `Packets, ${cell.run.label} (.pcap)`]];
	const links = kinds.filter(([bit]) => cell.files & bit)
		.map(([, suffix, label]) => h("li", {}, h("a", {
			href: fileAddress(cell.run, cell.case.name + suffix),
			target: "_blank", rel: "noopener"}, label)));

	return links.length ? h("ul", {class: "files",
				       "aria-label": "Files"}, links) : null;
}

function verdictLine(cell) {
	const us = cell.run.us[cell.case.number];
	const states = statesOf(cell).filter(s => s !== "new");

	return h("p", {class: "verdict-line"},
		 h("span", {class: `badge ${cell.verdict}`},
		   h("span", {class: "letter", "aria-hidden": "true"},
		     letters[cell.verdict]), ` ${cell.verdict}`),
		 states.map(s => [" ", h("span", {class: "kind"}, s)]),
		 " ", h("b", {}, cell.bad ? cell.sentence :
			cell.why || meanings[cell.verdict]),
		 us ? h("span", {class: "muted"}, ` ${duration(us)}`) : null);
}

function caseWords(c) {
	return h("p", {class: "covers"}, c.covers.map(w => [h("a", {
		class: "kind", href: address("cases", {feature: w})}, w), " "]));
}

function onlySwitch() {
	const box = h("input", {type: "checkbox", id: "only",
		"data-keep": "only",
		onchange: () => go(here({only: box.checked ? "diff" : ""}),
				   true)});

	box.checked = Boolean(param("only"));
	return h("label", {class: "only"}, box, " Only what differs");
}

function caseOnHost(c, run) {
	const cell = cells[c.number][run.number];

	return [verdictLine(cell), cell.drift && h("p", {class: "warning"},
			"Linux differs from the stored recording: " +
			cell.drift),
		h("div", {class: "replay"}, h("code", {}, cell.replay),
		  copyButton(cell.replay, "the command that plays it again")),
		fileLinks(cell),
		h("div", {class: "both"}, h("h3", {}, "Both plays"),
		  cell.native >= 0 ? onlySwitch() : null),
		playsTable(cell),
		h("h3", {}, "The case"),
		h("p", {class: "muted"}, `${c.file}:${c.line}`),
		c.source ? yaml(c, cell) :
		empty("The source of this case was not kept.")];
}

function caseView(main) {
	const c = caseById.get(param("id"));

	setSorts({});
	if (!c) {
		main.append(h("h2", {tabindex: "-1"}, "No such case"),
			    empty(`This report has no case ${param("id")}.`,
				  h("a", {href: address("cases", {})},
				    "All cases")));
		return;
	}
	const played = runs.filter(r => cells[c.number][r.number]);
	const run = played.find(r => r.label === param("on")) ||
		played.find(r => cells[c.number][r.number].bad) || played[0];

	main.append(...[neighbours(c, run),
		h("h2", {tabindex: "-1"}, c.title || c.id),
		h("p", {class: "id"}, h("code", {}, c.id),
		  copyButton(c.id, "the id")),
		c.about ? h("p", {class: "why"}, c.about) : null, caseWords(c),
		runs.length > 1 ? hostTabs(c, run) : null,
		...caseOnHost(c, run)].flat(Infinity).filter(Boolean));
}
