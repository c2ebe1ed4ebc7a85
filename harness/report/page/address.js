/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.js: what is shown stands in the URL: #/gaps?q=recv&host=wazero.
 */

const views = ["gaps", "cases", "features", "hosts", "case"];
let place = {view: "gaps", params: new URLSearchParams()};

function readAddress() {
	const hash = location.hash.replace(/^#\/?/, "");
	const at = hash.indexOf("?");
	const view = at < 0 ? hash : hash.slice(0, at);

	return {view: views.includes(view) ? view : "gaps",
		params: new URLSearchParams(at < 0 ? "" : hash.slice(at + 1))};
}

const param = key => place.params.get(key) || "";

/* The address of a view; what has no value is left out of it. */
function address(view, params) {
	const p = new URLSearchParams();

	for (const [key, value] of Object.entries(params))
		if (value)
			p.set(key, value);
	const query = p.toString();

	return `#/${view}${query ? "?" + query : ""}`;
}

/* Where we are, with some parameters changed: "" takes one away. */
function here(changes, view = place.view) {
	return address(view, {...Object.fromEntries(place.params),
			      ...changes});
}

/* The same, without what belongs to one view only. */
const inView = (view, changes) =>
	here({id: "", on: "", sort: "", by: "", only: "", ...changes}, view);

/* Go there. Typing replaces: Back leads to what was before all of it. */
function go(hash, replace) {
	if (!replace) {
		location.hash = hash;
		return;
	}
	history.replaceState(null, "", hash);
	draw(false);
}
