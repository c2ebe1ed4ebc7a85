/* SPDX-License-Identifier: Apache-2.0 */
/*
 * features.js: operations, options and families by hosts.
 */

const featureKinds = {operation: wordKinds.operation,
		      option: wordKinds.option, family: "Families",
		      error: wordKinds.error, word: wordKinds.word};
const featureSorts = {worst: "least like Linux", name: "name, A to Z",
		      cases: "most cases"};

/* [name, cells of it] of every feature of a kind. */
function featuresOf(kind, list) {
	const found = new Map();

	for (const cell of list) {
		const names = kind === "family" ? [cell.case.family] :
			cell.case.covers.filter(w => kindOf(w) === kind);

		for (const name of names) {
			if (!found.has(name))
				found.set(name, []);
			found.get(name).push(cell);
		}
	}
	return [...found].map(([name, of]) => ({name, cells: of,
		score: score(of), cases: new Set(of.map(c => c.case)).size}));
}

const rank = s => s.compared ? s.same / s.compared : 2;
const featureOrders = {
	worst: (a, b) => rank(a.score) - rank(b.score) || b.cases - a.cases,
	name: () => 0,
	cases: (a, b) => b.cases - a.cases,
};

function shareCell(kind, f, run) {
	const s = score(f.cells.filter(c => c.run === run));
	const key = kind === "family" ? "family" : "feature";

	if (!s.total)
		return h("td", {class: "share none"}, share(s));
	return h("td", {class: `share ${shade(s)}`},
		 h("a", {href: inView("cases", {[key]: f.name, host: run.label,
						group: ""})}, share(s),
		   s.compared ? h("span", {class: "of"},
				  `${s.same}/${s.compared}`) : null));
}

function featureRow(kind, f, shown) {
	const key = kind === "family" ? "family" : "feature";

	return h("tr", {}, h("th", {scope: "row"},
			     h("a", {href: inView("cases", {[key]: f.name}),
				     "data-row": true}, f.name)),
		 h("td", {class: "number"}, f.cases.toLocaleString("en")),
		 shown.map(run => shareCell(kind, f, run)));
}

function kindLinks(kind, list) {
	return h("nav", {class: "tabs", "aria-label": "Features"},
		 Object.entries(featureKinds).map(([key, name]) => h("a", {
			 href: here({by: key === "operation" ? "" : key}),
			 "data-keep": key,
			 "aria-current": key === kind ? "page" : null,
		 }, `${name} `, h("span", {class: "muted"},
				  String(featuresOf(key, list).length)))));
}

function featuresView(main) {
	const sort = setSorts(featureSorts);
	const kind = featureKinds[param("by")] ? param("by") : "operation";
	const list = chosen(allCells);
	const features = featuresOf(kind, list)
		.sort((a, b) => a.name < b.name ? -1 : 1)
		.sort(featureOrders[sort]);
	const shown = runByLabel.has(param("host")) ?
		[runByLabel.get(param("host"))] : runs;
	const body = h("tbody");

	main.append(h("h2", {tabindex: "-1"}, "Features"),
		    h("p", {class: "count"},
		      "Share of cases that are the same as on Linux, and the " +
		      "letter of the worst verdict"), kindLinks(kind, list));
	if (!features.length) {
		main.append(nothing("feature"));
		return;
	}
	const more = lazily(body, features, f => featureRow(kind, f, shown));

	main.append(legend(), h("div", {class: "wide", tabindex: "0",
			      role: "region", "aria-label": featureKinds[kind]},
		h("table", {class: "matrix"}, h("thead", {}, h("tr", {},
			h("th", {scope: "col"}, featureKinds[kind]),
			h("th", {scope: "col"}, "Cases"),
			shown.map(r => h("th", {scope: "col"},
					 h("a", {href: inView("gaps",
						{host: r.label})}, r.label))))),
		body, featureFoot(list, shown))));
	if (more)
		main.append(more);
}

function featureFoot(list, shown) {
	return h("tfoot", {}, h("tr", {}, h("th", {scope: "row"}, "All"),
		h("td", {class: "number"},
		  new Set(list.map(c => c.case)).size.toLocaleString("en")),
		shown.map(run => {
			const s = score(list.filter(c => c.run === run));

			return h("td", {class: `share ${shade(s)}`}, share(s),
				 h("span", {class: "of"},
				   `${s.same}/${s.compared}`));
		})));
}
