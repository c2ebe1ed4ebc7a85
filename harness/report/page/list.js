/* SPDX-License-Identifier: Apache-2.0 */
/*
 * list.js: parts that several views have.
 *
 * Long lists are drawn as they are scrolled to: what is far below the window
 * is made when it comes near, or when its button is pressed.
 */

const CHUNK = 60;
/* How much of the lists was drawn, by address: Back finds the same place. */
const drawn = new Map();

const near = new IntersectionObserver(entries => {
	for (const e of entries)
		if (e.isIntersecting)
			e.target.click();
}, {rootMargin: "600px"});

/* Fill a list or a table's body with make(item) of every item. */
function lazily(box, items, make, key = location.hash) {
	let n = 0;
	const more = h("button", {type: "button", class: "more",
				  onclick: () => add(CHUNK)});
	const add = count => {
		const end = Math.min(items.length, n + count);

		box.append(...items.slice(n, end).map(make));
		n = end;
		drawn.set(key, n);
		more.textContent = "Show more (" +
			`${plural(items.length - n, "is", "are")} left)`;
		/* Watched anew: it may still be near after this. */
		near.unobserve(more);
		if (n === items.length)
			more.remove();
		else
			near.observe(more);
	};

	add(Math.max(CHUNK, drawn.get(key) || 0));
	return n < items.length ? more : null;
}

const badgeText = v => [
	h("span", {class: "letter", "aria-hidden": "true"}, letters[v]),
	heard(v)];

/* A run's verdict on a case, as a link to both plays. */
function badge(cell, named) {
	const v = cell.verdict;

	return h("a", {class: `badge ${v}`, href: caseAddress(cell),
		       title: `${cell.run.label}: ${v}` +
			      (cell.sentence && cell.bad ?
			       `, ${cell.sentence}` : "")},
		 badgeText(v), " ",
		 named ? cell.run.label : [heard(`on ${cell.run.label}`),
			h("span", {class: "label", "aria-hidden": "true"},
			  cell.run.label)]);
}

const caseAddress = cell => here({id: cell.case.id, on: cell.run.label,
				  sort: "", by: "", only: ""}, "case");

/* A share, in words, letter and colour. */
function share(s) {
	if (!s.total)
		return [h("span", {"aria-hidden": "true"}, "–"),
			heard("not played")];
	return [h("b", {}, percent(s)), " ",
		h("span", {class: "letter", "aria-hidden": "true"},
		  letters[s.worst]), heard(`, worst: ${s.worst}`)];
}

/* Colours of shares, in four steps; a letter and a number stand with it. */
function shade(s) {
	if (!s.compared)
		return s.counts.broken ? "broken" : "none";
	const p = s.same / s.compared;

	return p === 1 ? "all" : p >= 0.9 ? "most" : p >= 0.5 ? "some" : "few";
}

function empty(sentence, ...more) {
	return h("div", {class: "empty"}, h("p", {}, sentence), more);
}

/* Nothing is left of a list: say why, and the way out. */
function nothing(what) {
	return empty(`No ${what} matches the search and filters.`,
		     h("button", {type: "button", onclick: () =>
			     clearButton.click()}, "Clear filters"));
}

/* A table's head that sorts by itself: names upwards, numbers downwards. */
function sortHead(label, key, current) {
	const order = key === "case" ? "ascending" : "descending";
	const arrow = h("span", {"aria-hidden": "true"},
			key === "case" ? " ▲" : " ▼");

	return h("th", {scope: "col",
			"aria-sort": current === key ? order : null},
		 h("button", {type: "button", "data-keep": key, onclick: () =>
			 go(here({sort: key}))}, label,
		   current === key ? arrow : null));
}
