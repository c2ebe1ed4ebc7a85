/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dom.js: elements. Text always becomes a text node, so nothing that a host
 * said is ever read as markup.
 */

const byId = id => document.getElementById(id);

/* h("a", {href: "#"}, "text", [more]); a key on* listens, false is left out. */
function h(tag, attrs, ...children) {
	const e = document.createElement(tag);

	for (const [key, value] of Object.entries(attrs || {})) {
		if (key.startsWith("on"))
			e.addEventListener(key.slice(2), value);
		else if (value !== false && value !== null &&
			 value !== undefined)
			e.setAttribute(key, value === true ? "" : value);
	}
	e.append(...children.flat(Infinity).filter(
		c => c !== null && c !== undefined && c !== false));
	return e;
}

/* Only heard, never seen. */
const heard = text => h("span", {class: "hidden"}, text);

const plural = (n, one, many) =>
	`${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;

/* Say something to who cannot see that it happened. */
function tell(text) {
	byId("told").textContent = text;
}

/* 2.7 ms, 1.2 s, 2 min 5 s */
function duration(us) {
	if (us < 1e6)
		return `${(us / 1e3).toFixed(us < 1e4 ? 1 : 0)} ms`;
	if (us < 6e7)
		return `${(us / 1e6).toFixed(1)} s`;
	return `${Math.floor(us / 6e7)} min ${Math.round(us % 6e7 / 1e6)} s`;
}

/* The old way is for pages that are no secure context. */
async function copied(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		const area = h("textarea", {class: "hidden"});

		area.value = text;
		document.body.append(area);
		area.select();
		const done = document.execCommand("copy");
		area.remove();
		return done;
	}
}

function copyButton(text, what, label = "Copy") {
	const button = h("button", {type: "button", class: "copy",
				    title: `Copy ${what}`}, label);

	button.addEventListener("click", async () => {
		const done = await copied(text);

		button.textContent = done ? "Copied" : "Press Ctrl+C";
		tell(done ? `Copied ${what}` : "Could not copy");
		button.focus();
		setTimeout(() => { button.textContent = label; }, 1600);
	});
	return button;
}
