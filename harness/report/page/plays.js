/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plays.js: both plays of a case side by side, in three layers.
 */

/* What is to be said about a row, as in `sockdiff show`. */
const marks = {
	"": {sign: "", name: "", meaning: "equal"},
	gap: {sign: "!", name: "gap", meaning: "the gap"},
	after: {sign: ".", name: "consequence",
		meaning: "a consequence"},
	other: {sign: "~", name: "differs",
		meaning: "differs, not a gap"},
};

/* Mark of a difference in a step (from 1) and layer. */
function markOf(cell, step, layer) {
	const at = cell.gaps.filter(g => g.step === step && g.layer === layer);

	if (at.length)
		return at.some(g => !g.consequence) ? "gap" : "after";
	return cell.gap && step > cell.gap.step ? "after" : "other";
}

/* Which calls can stand in for each other; as in harness/lang/syscalls.def. */
function callKind(line) {
	const name = line.slice(0, line.indexOf("("));

	if (/^(recv|read)/.test(name))
		return "recv";
	if (/^(send|write)/.test(name))
		return "send";
	if (/^(p?poll|p?select|epoll)/.test(name))
		return "poll";
	return name.replace(/[0-9]+$/, "");
}

/* "tcp A > B" of a packet. */
const packetWay = line => line.split(" ", 4).join(" ");

/* What stands where one of the plays has nothing. */
const absent = {1: "–", 2: "no such call", 3: "no such packet"};

function side(pieces, name, layer) {
	return h("td", {"data-side": name}, pieces === null ?
		 h("span", {class: "muted absent"}, absent[layer]) :
		 h("code", {}, pieces.map(([s, differs]) => differs ?
			h("mark", {}, s) : s)));
}

function playRow(left, right, mark, layer, names) {
	const equal = left === right;
	const m = equal ? "" : mark;
	let pieces = [left === null ? null : [[left, false]],
		      right === null ? null : [[right, false]]];

	if (!equal && left !== null && right !== null)
		pieces = wordDiff(left, right);
	return h("tr", {class: `layer${layer} ${m || "equal"}`},
		 h("th", {scope: "row"}, h("span", {class: "sign",
			  "aria-hidden": "true"}, marks[m].sign),
		   heard(`${layers[layer]}${m ? ", " + marks[m].name : ""}`)),
		 side(pieces[0], names[0], layer),
		 side(pieces[1], names[1], layer));
}

function decoded(number) {
	const [steps, end, open, noise, said, packets, given] =
		data.plays[number];

	return {steps: steps.map(i => {
			const [line, actor, words] = data.steps[i];

			return {line, actor: text(actor), text: text(words)};
		}), end: text(end), open: text(open), noise: noise.map(text),
		said: said.map(i => data.said[i].map(text)),
		packets: packets && packets.map(text),
		given: given.map(text)};
}

function gapLines(cell, step) {
	return cell.gaps.filter(g => g.step === step).map(g =>
		h("tr", {class: g.consequence ? "after told" : "gap told"},
		  h("td", {colspan: "3"}, h("p", {},
		    h("span", {class: "kind", title: data.classes[g.gclass]},
		      g.gclass), " ", !g.consequence ? cell.sentence :
		    `${g.op}: ${g.what} ${g.got}, Linux ${g.want}`,
		    g.consequence ? h("span", {class: "muted"},
				      " – a consequence") : null))));
}

function stepBody(cell, native, host, i, names) {
	const step = native.steps[i] || host.steps[i];
	const a = native.said[i] || ["", ""], b = host.said[i] || ["", ""];
	const out = [playRow(a[0], b[0], markOf(cell, i + 1, 1), 1, names)];

	for (const [x, y] of rows(a.slice(1), b.slice(1), callKind))
		out.push(playRow(x, y, markOf(cell, i + 1, 2), 2, names));
	const differs = out.some(tr => !tr.classList.contains("equal"));

	return h("tbody", {id: `step-${i + 1}`,
			   class: differs ? "" : "equal"},
		h("tr", {class: "head"}, h("th", {colspan: "3",
			scope: "rowgroup"}, h("span", {class: "number"},
			String(i + 1)), h("code", {}, step.text),
			h("span", {class: "muted"}, ` line ${step.line}`))),
		out, gapLines(cell, i + 1));
}

function packetBody(cell, native, host, names) {
	const a = native.packets || [], b = host.packets || [];
	const last = native.steps.length + 1;

	if (!native.packets && !host.packets)
		return null;
	const list = rows(a, b, packetWay).map(([x, y]) =>
		playRow(x, y, markOf(cell, last, 3), 3, names));

	return h("tbody", {id: "packets", class: list.every(tr =>
			tr.classList.contains("equal")) ? "equal" : ""},
		h("tr", {class: "head"}, h("th", {colspan: "3",
			scope: "rowgroup"}, h("b", {}, "Packets"))),
		list.length ? list : h("tr", {class: "equal"},
			h("th", {}), h("td", {colspan: "2", class: "muted"},
				       "none, on both sides")));
}

function endBody(cell, native, host, names) {
	const last = native.steps.length + 1;
	const open = p => `left open: ${p.open || "nothing"}`;
	const list = [];

	if (native.end !== host.end || native.end !== "ended")
		list.push(playRow(native.end, host.end,
				  cell.gap && !["crash", "hang"]
				  .includes(cell.gap.gclass) ? "after" : "gap",
				  1, names));
	if (native.open !== host.open)
		list.push(playRow(open(native), open(host),
				  markOf(cell, last, 2), 2, names));
	const told = gapLines(cell, last);

	if (!list.length && !told.length)
		return null;
	return h("tbody", {id: "end"}, h("tr", {class: "head"},
		h("th", {colspan: "3", scope: "rowgroup"},
		  h("b", {}, "End"))), list, told);
}

function noise(names, plays) {
	return plays.map((p, i) => p.noise.length ? h("details", {},
		h("summary", {}, `${names[i]} printed besides`),
		h("pre", {class: "noise"}, p.noise.join("\n"))) : null);
}

function marksLegend() {
	return h("ul", {class: "legend", "aria-label": "Signs"},
		 Object.entries(marks).filter(([key]) => key).map(([key, m]) =>
			h("li", {}, h("span", {class: `sign ${key}`}, m.sign),
			  ` ${m.meaning}`)));
}

/* The table of both plays, or why there is none. */
function playsTable(cell) {
	if (cell.native < 0)
		return empty(cell.verdict === "same" ?
			"Both plays are the same and were not kept." :
			"The plays of this case were not kept.",
			h("p", {class: "muted"}, "With `sockdiff run --keep` " +
			  "both plays of every case are kept."));
	const native = decoded(cell.native), host = decoded(cell.host);
	const names = ["native", cell.run.label];

	return [native.given.map(s => h("p", {class: "given"},
					  h("code", {}, s))),
		h("table", {class: param("only") ? "plays only" : "plays"},
		h("caption", {class: "hidden"}, "Both plays side by side"),
		h("colgroup", {}, h("col", {class: "signs"}), h("col"),
		  h("col")),
		h("thead", {}, h("tr", {}, h("td", {}),
			h("th", {scope: "col"}, "native (Linux)"),
			h("th", {scope: "col"}, cell.run.label))),
		native.steps.map((s, i) =>
			stepBody(cell, native, host, i, names)),
		...[packetBody(cell, native, host, names),
		    endBody(cell, native, host, names)].filter(Boolean)),
		marksLegend(), noise(names, [native, host])];
}
