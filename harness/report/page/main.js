/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.js: draws the view that the address names.
 */

const drawers = {gaps: gapsView, cases: casesView, features: featuresView,
		 hosts: hostsView, case: caseView};
/* Where the window stood, by address. */
const scrolled = new Map();
/* What is shown now, and the list that was before a case. */
let shownHash = null, lastList = "", lastView = "";

function titleOf() {
	const c = place.view === "case" && caseById.get(param("id"));

	return `${c ? c.id : viewNames[place.view] || ""} – sockdiff`;
}

/* Another view or case begins at its head; a list again where it was left. */
function arrive(main, from) {
	const link = [...main.querySelectorAll("[data-row], .badge")]
		.find(a => a.getAttribute("href") === from);

	window.scrollTo(0, scrolled.get(location.hash) || 0);
	(link || main.querySelector("h2")).focus({preventScroll: true});
}

/* The control that was used keeps the focus, though it was drawn anew. */
function stay(main, kept) {
	const again = [...main.querySelectorAll("[data-keep]")]
		.find(e => e.dataset.keep === kept);

	if (again)
		again.focus({preventScroll: true});
}

const idOf = p => `${p.view} ${p.params.get("id")}`;

/* moved: the address changed, not only what is typed. */
function draw(moved) {
	const main = byId("main"), before = idOf(place), from = shownHash;
	const kept = document.activeElement.dataset.keep;

	place = readAddress();
	if (place.view !== "case") {
		lastList = location.hash || "#/gaps";
		lastView = place.view;
	}
	setBar();
	main.replaceChildren();
	drawers[place.view](main);
	document.title = titleOf();
	shownHash = location.hash;
	if (moved && idOf(place) !== before)
		arrive(main, from);
	else
		stay(main, kept);
	const count = main.querySelector(".count");

	tell(count ? count.textContent : "");
}

function factsLine() {
	const dates = unique(runs.map(r => r.date.slice(0, 10))
			     .filter(Boolean));

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
