/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runs.js: what was played, on what machine, when, and how it went.
 */

function facts(pairs) {
	return h("dl", {class: "facts"}, pairs.filter(([, value]) => value)
		 .map(([key, value]) => h("div", {}, h("dt", {}, key),
					  h("dd", {}, value))));
}

/* Settings that are not the same on all machines. */
function settingsApart() {
	const all = runs.map(r => r.machine.sysctls || {});
	const names = unique(all.flatMap(o => Object.keys(o)));

	return new Set(names.filter(name =>
		new Set(all.map(o => o[name])).size > 1));
}

function settings(run, apart) {
	const list = Object.entries(run.machine.sysctls || {});

	if (!list.length)
		return null;
	return h("details", {}, h("summary", {},
		`${plural(list.length, "kernel setting")}` + (apart.size ?
			`, ${apart.size} not the same on all machines` : "")),
		h("dl", {class: "settings"}, list.map(([name, value]) =>
			h("div", {}, h("dt", {}, h("code", {}, name)),
			  h("dd", {}, h("code", {}, value), apart.has(name) ?
			    h("span", {class: "kind"}, "differs") : null)))));
}

function verdictBar(run, s) {
	const there = data.verdicts.filter(v => s.counts[v]);

	return h("ul", {class: "verdicts", "aria-label": "Verdicts"},
		 there.map(v => h("li", {class: v,
					 style: `flex-grow: ${s.counts[v]}`},
			h("a", {href: address("cases", {host: run.label,
							verdict: v}),
				title: meanings[v]},
			  h("span", {class: "letter", "aria-hidden": "true"},
			    letters[v]),
			  ` ${s.counts[v].toLocaleString("en")} ${v}`))));
}

function runWarnings(run) {
	const list = [];

	if (run.interrupted)
		list.push("This run was interrupted: some cases are missing.");
	if (run.counts.broken)
		list.push(`${plural(run.counts.broken, "case")} could not be ` +
			  "compared: sockdiff failed.");
	if (run.drift)
		list.push(`Linux itself played ${plural(run.drift, "case")} ` +
			  "differently from the recording" + (run.recorded ?
			  `, from ${run.recorded}.` : "."));
	if (run.shard)
		list.push(`This is shard ${run.shard.index} of ` +
			  `${run.shard.total}: a part of the cases.`);
	list.push(...run.notes || []);
	return list.map(s => h("p", {class: "warning"}, s));
}

function slowest(run) {
	const us = c => run.us[c.number];
	const list = cases.filter(us).sort((a, b) => us(b) - us(a)).slice(0, 5);

	if (!list.length)
		return null;
	return h("details", {}, h("summary", {}, "Slowest cases"),
		h("ol", {class: "slow"}, list.map(c => h("li", {},
			h("a", {href: caseAddress(
				cells[c.number][run.number] ||
				{case: c, run})}, c.id),
			` ${duration(us(c))}`))));
}

const when = date => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(date) ?
	date.slice(0, 10) + " " + date.slice(11, 16) + " UTC" : date;

function runCard(run, apart) {
	const s = score(cells.map(row => row[run.number]));

	return h("section", {class: "run"},
		h("h3", {}, h("a", {href: address("gaps", {host: run.label}),
				    "data-row": true}, run.label), " ",
		  h("span", {class: `host ${shade(s)}`}, share(s))),
		runWarnings(run), verdictBar(run, s),
		facts([["ABI", run.host.abi],
		       ["Version", run.host.version],
		       ["Command", run.host.command && h("code", {},
							 run.host.command)],
		       ["Kernel", [run.machine.kernel, run.machine.arch]
				  .filter(Boolean).join(" ")],
		       ["When", run.date && when(run.date)],
		       ["Took", run.total_us && `${duration(run.total_us)}, ` +
				`${plural(run.jobs, "play")} at a time`],
		       ["Gaps", `${run.new} new` + (run.known ?
				`, ${run.known} known` : "") + (run.fixed ?
				`, ${run.fixed} listed but gone` : "")],
		       ["Known gaps", run.baseline && h("code", {},
							run.baseline)],
		       ["sockdiff", run.sockdiff],
		       ["Results", h("a", {href: fileAddress(
				run, "results.json")},
				     `${run.folder}results.json`)]]),
		slowest(run), settings(run, apart));
}

function hostsView(main) {
	const apart = settingsApart();

	setSorts({});
	main.append(h("h2", {tabindex: "-1"}, "Hosts"),
		    h("p", {class: "count"}, `${plural(runs.length, "run")} ` +
		      `of ${plural(cases.length, "case")}`),
		    legend(), ...runs.map(r => runCard(r, apart)));
}

/* A file beside a run's results, as a URL. */
function fileAddress(run, name) {
	return (run.folder + name).split("/").map(
		part => part === ".." ? part : encodeURIComponent(part))
		.join("/");
}
