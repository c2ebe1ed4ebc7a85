/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.js: what single keys do, where nobody types.
 */

const bindings = [
	[["/"], "search", () => byId("search").focus()],
	[["g"], "gaps", () => go(inView("gaps", {}))],
	[["c"], "cases", () => go(inView("cases", {}))],
	[["f"], "features", () => go(inView("features", {}))],
	[["h"], "hosts", () => go(inView("hosts", {}))],
	[["j"], "next row", () => moveRow(1)],
	[["k"], "previous row", () => moveRow(-1)],
	[["Enter"], "open it", null],
	[["n"], "next case with a gap", () => follow("next")],
	[["p"], "previous case with a gap", () => follow("prev")],
	[["Escape"], "back to the list; leave the search", null],
	[["?"], "these keys", () => byId("help").showModal()],
];

function moveRow(by) {
	const list = [...byId("main").querySelectorAll("[data-row]")];
	const at = list.indexOf(document.activeElement);
	const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];

	if (next) {
		next.focus();
		next.scrollIntoView({block: "nearest"});
	}
}

function follow(rel) {
	const link = byId("main").querySelector(`a[rel=${rel}]`);

	if (link)
		link.click();
}

function escape(e) {
	if (byId("help").open)
		return;
	if (e.target.id === "search")
		e.target.blur();
	else if (place.view === "case")
		go(lastList || inView("cases", {}));
}

const types = e => e.target.matches("input:not([type=checkbox]), select, " +
				    "textarea");

function onKey(e) {
	if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing)
		return;
	if (e.key === "Escape") {
		escape(e);
		return;
	}
	const found = bindings.find(([keys]) => keys.includes(e.key));

	if (!found || !found[2] || types(e) || byId("help").open)
		return;
	e.preventDefault();
	found[2]();
}

function makeKeys() {
	byId("keys").append(...bindings.map(([keys, what]) => h("div", {},
		h("dt", {}, keys.map(k => h("kbd", {}, k))),
		h("dd", {}, what))));
	document.addEventListener("keydown", onKey);
}
