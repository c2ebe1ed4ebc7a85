// SPDX-License-Identifier: Apache-2.0
//
//	node --no-warnings node.mjs GUEST.wasm [FOLDER] [NAME=VALUE...] [-- ARG...]
//
// Runs a WASI preview1 program with node:wasi; FOLDER is its root. There is
// nothing of sockdiff in it: stdin, stdout and stderr are the process's.
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const words = process.argv.slice(2);
const end = words.includes('--') ? words.indexOf('--') : words.length;
const [guest, folder = '.', ...env] = words.slice(0, end);
const wasi = new WASI({
	version: 'preview1',
	args: [guest, ...words.slice(end + 1)],
	env: Object.fromEntries(env.map(e => e.split(/=(.*)/s))),
	preopens: { '/': folder },
	returnOnExit: false,
});
const module = new WebAssembly.Module(readFileSync(guest));
wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
