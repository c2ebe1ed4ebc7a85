# SPDX-License-Identifier: Apache-2.0
"""
    wasmtime17.py GUEST.wasm FOLDER [HOST:PORT...]
    wasmtime17.py --version

Runs a WASI preview1 program with wasmtime's C API; FOLDER is its root, and it
is given a listener for each HOST:PORT. There is nothing of sockdiff in it:
stdin, stdout and stderr are the process's.
"""
import signal
import sys
from ctypes import create_string_buffer
from importlib.metadata import version

from wasmtime import Config, Engine, Linker, Module, Store, WasiConfig
from wasmtime import _bindings

FIRST = 4  # the folder is 3


def wasi_config(guest, folder, listeners):
    wasi = WasiConfig()
    wasi.argv = [guest]
    wasi.inherit_stdin()
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    wasi.preopen_dir(folder, "/")
    for fd, addr in enumerate(listeners, FIRST):
        # What its Python has no method for.
        if not _bindings.wasi_config_preopen_socket(
            wasi._ptr, fd, create_string_buffer(addr.encode())
        ):
            sys.exit(f"wasmtime17.py: no listener at {addr}")
    return wasi


def main(guest, folder=".", *listeners):
    # As wasmtime's own program does; Python ignores it.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    settings = Config()
    settings.cache = True  # a player is compiled once
    engine = Engine(settings)
    store = Store(engine)
    store.set_wasi(wasi_config(guest, folder, listeners))
    linker = Linker(engine)
    linker.define_wasi()
    instance = linker.instantiate(store, Module.from_file(engine, guest))
    instance.exports(store)["_start"](store)


if sys.argv[1:] == ["--version"]:
    print(version("wasmtime"))
else:
    main(*sys.argv[1:])
