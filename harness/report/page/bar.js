/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bar.js: the links between views, the search and the filters.
 *
 * It is made once and then only set, so that who types keeps the cursor.
 */

const viewNames = {gaps: "Gaps", cases: "Cases", features: "Features",
		   hosts: "Hosts"};

function viewLinks() {
	byId("views").replaceChildren(...Object.entries(viewNames).map(
		([view, name]) => h("a", {
			href: inView(view, {}),
			"aria-current": place.view === view ||
				view === "cases" && place.view === "case" ?
				"page" : null,
		}, name)));
}

function filterBox(key) {
	const f = filters[key];
	const name = f.name || (v => v);
	const option = v => h("option", {value: v},
		`${name(v)} (${f.count.get(v).toLocaleString("en")})`);
	const select = h("select", {id: `filter-${key}`,
		onchange: () => go(here({[key]: select.value, group: ""}))},
		h("option", {value: ""}, "any"), f.groups ?
		Object.entries(f.groups).map(([kind, label]) => {
			const list = f.values.filter(v => kindOf(v) === kind);

			return list.length ? h("optgroup", {label},
					       list.map(option)) : null;
		}) : f.values.map(option));

	return h("label", {class: "filter"}, h("span", {}, f.label), select);
}

function searchBox() {
	const input = h("input", {
		type: "search", id: "search", autocomplete: "off",
		spellcheck: "false", placeholder: "Search cases and gaps",
		"aria-label": "Search cases and gaps", "aria-keyshortcuts": "/",
		oninput: () => go(here({q: input.value}), true),
	});

	return input;
}

const sortBox = h("select", {id: "sort",
	onchange: () => go(here({sort: sortBox.value}))});
const sortLabel = h("label", {class: "filter"}, h("span", {}, "Sort by"),
		    sortBox);
const clearButton = h("button", {type: "button", id: "clear", onclick: () =>
	go(address(place.view, {sort: param("sort"), by: param("by")}))},
	"Clear filters");
const filterDetails = h("details", {id: "filters", class: "filters"},
	h("summary", {}, "Filters", h("span", {id: "set"})),
	h("div", {class: "boxes"}, Object.keys(filters)
		.filter(key => filters[key].values.length > 1).map(filterBox),
	  sortLabel));

function makeBar() {
	byId("bar").append(h("div", {class: "search"}, searchBox(),
			     clearButton), filterDetails);
	const wide = matchMedia("(min-width: 60rem)");
	const fit = () => { filterDetails.open = wide.matches; };

	fit();
	wide.addEventListener("change", fit);
}

/* sorts: {key: label}, the first one is the default. */
function setSorts(sorts) {
	const keys = Object.keys(sorts);

	sortLabel.hidden = keys.length < 2;
	sortBox.replaceChildren(...keys.map(
		(key, i) => h("option", {value: i ? key : ""}, sorts[key])));
	sortBox.value = keys.indexOf(param("sort")) > 0 ? param("sort") : "";
	return keys.includes(param("sort")) ? param("sort") : keys[0];
}

function setBar() {
	const set = filtersSet().length + (param("group") ? 1 : 0);

	byId("bar").hidden = place.view === "case" || place.view === "hosts";
	viewLinks();
	if (byId("search").value !== param("q"))
		byId("search").value = param("q");
	for (const key of Object.keys(filters)) {
		const select = byId(`filter-${key}`);

		if (!select)
			continue;
		select.value = param(key);
		/* A shared link may name what is not in this report. */
		if (param(key) && select.selectedIndex < 0) {
			select.append(h("option", {value: param(key)},
					`${param(key)} (0)`));
			select.value = param(key);
		}
	}
	byId("set").textContent = set ? ` (${set})` : "";
	clearButton.hidden = !set && !param("q");
}
