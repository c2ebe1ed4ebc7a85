/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.js: draws the view that the address names.
 */

const drawers = {gaps: gapsView, cases: casesView, features: featuresView,
		 hosts: hostsView, case: caseView};
/* Where the window stood, by address. */
const scrolled = new Map();
let shownHash = null;

function titleOf() {
	const c = place.view === "case" && caseById.get(param("id"));

	return `${c ? c.id : viewNames[place.view] || ""} – sockdiff`;
}

/* moved: another place, not the same one with other letters typed. */
function draw(moved) {
	const main = byId("main");

	place = readAddress();
	setBar();
	main.replaceChildren();
	drawers[place.view](main);
	document.title = titleOf();
	shownHash = location.hash;
	if (!moved)
		return;
	window.scrollTo(0, scrolled.get(location.hash) || 0);
	const head = main.querySelector("h2");

	if (head)
		head.focus({preventScroll: true});
}

function factsLine() {
	const dates = unique(runs.map(r => r.date.slice(0, 10)).filter(Boolean));

	return [plural(cases.length, "case"), plural(runs.length, "host"),
		dates.length > 1 ? `${dates[0]} to ${dates[dates.length - 1]}` :
		dates[0]].filter(Boolean).join(" · ");
}

byId("facts").textContent = factsLine();
byId("skip").addEventListener("click", () => byId("main").focus());
addEventListener("scroll", () => scrolled.set(shownHash, scrollY),
		 {passive: true});
addEventListener("hashchange", () => draw(true));
history.scrollRestoration = "manual";
makeBar();
makeKeys();
draw(false);
