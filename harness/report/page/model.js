/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.js: the data of html_data.h, as objects.
 *
 * A case, a run, and where they meet a cell: {run, case, verdict, ...}.
 */

const data = JSON.parse(byId("data").textContent);
const text = i => data.texts[i];

/* A letter for each verdict: a colour is never all that tells. */
const letters = {same: "S", differs: "D", inexpressible: "I",
		 unsupported: "U", crashed: "C", hung: "H", broken: "B"};
const meanings = {
	same: "the same as on Linux",
	differs: "differs from Linux",
	inexpressible: "the ABI cannot express the case: not the host's fault",
	unsupported: "not implemented by the host",
	crashed: "the guest or the host crashed",
	hung: "a call never returned",
	broken: "sockdiff failed: nothing was compared",
};
/* Worst last: a feature's letter is that of its worst case. */
const severity = ["inexpressible", "same", "unsupported", "differs", "hung",
		  "crashed", "broken"];
const layers = {1: "answers", 2: "system calls", 3: "packets"};

const cases = data.cases.map(([id, file, line, title, about, covers, name],
			      number) => {
	const words = covers.map(text);
	const c = {number, id, line, name, file: data.files[file][0],
		   source: data.files[file][1], title: text(title),
		   about: text(about), covers: words,
		   family: id.includes("/") ? id.slice(0, id.indexOf("/")) :
					      "(none)"};

	c.words = [id, c.title, c.about, c.file, ...words].join("\n")
		.toLowerCase();
	return c;
});
const caseById = new Map(cases.map(c => [c.id, c]));

/* Runs are known by their host, or by their folder where hosts are equal. */
function labels() {
	const hosts = data.runs.map(r => r.host.name || r.name);

	return hosts.map((host, i) => {
		if (hosts.filter(other => other === host).length === 1)
			return host;
		const folder = data.runs[i].name.replace(/\/+$/, "");
		const last = folder.slice(folder.lastIndexOf("/") + 1);

		return data.runs.filter(r => r.name === data.runs[i].name)
			.length > 1 ? `${last} #${i + 1}` : last;
	});
}

const gaps = data.gaps.map(
	([step, line, op, option, actor, layer, gclass, what, want, got,
	  consequence, cause]) =>
		({step, line, op: text(op), option: text(option),
		  actor: text(actor), layer, gclass: text(gclass),
		  what: text(what), want: text(want), got: text(got),
		  consequence, cause: text(cause) || ""}));

function cellOf(run, c, raw) {
	if (raw === 0)
		return null;
	if (!Array.isArray(raw))
		raw = [raw - 1, -1, -1, -1, -1, false, [], -1, -1, 0, -1];
	const [verdict, sentence, why, drift, baseline, flaky, numbers,
	       native, host, files, again] = raw;
	const cell = {run, case: c, verdict: data.verdicts[verdict],
		      sentence: text(sentence) || "", why: text(why) || "",
		      drift: text(drift) || "",
		      baseline: text(baseline) || "", flaky,
		      gaps: numbers.map(i => gaps[i]), native, host, files};

	cell.gap = cell.gaps.find(g => !g.consequence) || null;
	/* The causes of what counts, each once. */
	cell.causes = [...new Set(cell.gaps.filter(g => !g.consequence)
		.map(g => g.cause).filter(Boolean))];
	cell.replay = run.replay + (again < 0 ? quoted(c.id) : text(again));
	cell.bad = ["differs", "unsupported", "crashed", "hung"]
		.includes(cell.verdict);
	cell.words = cell.bad ? cell.sentence.toLowerCase() : "";
	return cell;
}

/* As one word of a shell. */
function quoted(s) {
	return /^[\w\-+=./,:@%]+$/.test(s) ? s :
		"'" + s.replaceAll("'", "'\\''") + "'";
}

const runs = data.runs.map((r, number) => ({...r, number}));
labels().forEach((label, i) => { runs[i].label = label; });
const runByLabel = new Map(runs.map(r => [r.label, r]));
/* cells[case][run] */
const cells = cases.map((c, i) => runs.map(r => cellOf(r, c, r.cells[i])));

/* Of what could be compared, how much is as on Linux? */
function score(list) {
	const s = {total: 0, same: 0, compared: 0, worst: null, counts: {}};

	for (const cell of list) {
		if (!cell)
			continue;
		const v = cell.verdict;

		s.total++;
		s.counts[v] = (s.counts[v] || 0) + 1;
		s.same += v === "same";
		s.compared += v !== "inexpressible" && v !== "broken";
		if (s.worst === null ||
		    severity.indexOf(v) > severity.indexOf(s.worst))
			s.worst = v;
	}
	return s;
}

/* Never rounded up to 100, nor down to 0. */
function percent(s) {
	if (!s.compared)
		return "–";
	const p = 100 * s.same / s.compared;

	if (p > 0 && p < 1)
		return "<1 %";
	return `${Math.floor(p)} %`;
}

const kindOf = word => data.words[word] || "word";
