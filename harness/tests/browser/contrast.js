/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body of a function: a line for each text whose contrast with what is
 * behind it is below 4.5 (WCAG 2.1, 1.4.3 and "relative luminance").
 */
const parse = s => s.match(/[\d.]+/g).map(Number);
const over = (top, under) => {
	const a = top.length > 3 ? top[3] : 1;
	return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a));
};
const behind = e => {
	const chain = [];
	for (; e; e = e.parentElement)
		chain.push(parse(getComputedStyle(e).backgroundColor));
	return chain.reverse().reduce((under, top) => over(top, under),
				      [255, 255, 255]);
};
const luminance = rgb => {
	const [r, g, b] = rgb.map(v => {
		v /= 255;
		return v <= 0.03928 ? v / 12.92 :
			Math.pow((v + 0.055) / 1.055, 2.4);
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const bad = new Set();
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
	const e = walk.currentNode.parentElement;
	if (!walk.currentNode.data.trim() || !e.offsetParent ||
	    e.closest("script, noscript, .hidden"))
		continue;
	const under = behind(e);
	const ink = over(parse(getComputedStyle(e).color), under);
	const [x, y] = [luminance(ink), luminance(under)].sort((a, b) => b - a);
	const ratio = (x + 0.05) / (y + 0.05);
	if (ratio < 4.5)
		bad.add(`${ratio.toFixed(2)} ${e.tagName}.${e.className}: ` +
			walk.currentNode.data.slice(0, 30));
}
return [...bad].slice(0, 20).join("\n");
