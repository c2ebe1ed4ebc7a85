# SPDX-License-Identifier: Apache-2.0
"""
    wasmer.py GUEST.wasm
    wasmer.py --version

Runs a WASIX program with wasmer's SDK and the network of the process. The SDK
has pipes for the guest's streams, so bytes are carried over from and to
stdin, stdout and stderr. There is nothing of sockdiff in it.
"""
import asyncio
import os
import sys
import threading
from importlib.metadata import version
from pathlib import Path

CHUNK = 65536


async def carry_in(guest):
    """From a thread of its own: stdin may be anything that read(2) takes."""
    loop = asyncio.get_running_loop()
    chunks = asyncio.Queue()

    def read():
        data = b"x"
        while data:
            data = os.read(0, CHUNK)
            loop.call_soon_threadsafe(chunks.put_nowait, data)

    threading.Thread(target=read, daemon=True).start()
    while data := await chunks.get():
        await guest.stdin.write(data)
    await guest.stdin.close()


async def carry_out(stream, fd):
    async for data in stream:
        while data:
            data = data[os.write(fd, data):]


async def main(path):
    from wasmer_sdk import Wasmer

    wasmer = Wasmer(cache_root=os.environ.get("XDG_CACHE_HOME"))
    package = await wasmer.packages.load(Path(path).read_bytes())
    sandbox = await wasmer.sandboxes.create(packages=[package], network="host")
    guest = await sandbox.command(package).spawn(stdin="pipe")
    fed = asyncio.ensure_future(carry_in(guest))
    await asyncio.gather(
        carry_out(guest.stdout, 1), carry_out(guest.stderr, 2)
    )
    fed.cancel()
    output = await guest.wait()
    # What the library does when the interpreter ends is its own matter.
    os._exit(output.exit_code or 0)


if sys.argv[1:] == ["--version"]:
    print(version("wasmer-sdk"))
else:
    asyncio.run(main(sys.argv[1]))
