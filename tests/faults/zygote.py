"""A process with everything loaded, which forks one that runs the command line for each line of its input."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import signal
import sys
from importlib import import_module

# What a run of `run` imports on its way, so that no fork has to.
_LOADED = ("cli.run", "cli.translate", "reports.html", "reports.plaintext", "stages.packaging", "stages.translating")
_OTHERS = ("babel.dates", "ctranslate2", "jinja2", "lxml.html", "rich.table", "sentencepiece", "sentencex")


def main() -> None:
    for name in (*(f"translate_pipeline.{each}" for each in _LOADED), *_OTHERS):
        import_module(name)
    shared = mmap.mmap(-1, 8)
    counter = ctypes.c_long.from_buffer(shared)
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        counter.value = 0
        child = os.fork()
        if not child:
            run(request, counter)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "calls": counter.value}), flush=True)


def run(request: dict[str, object], counter: ctypes.c_long) -> None:
    """Be `translate-pipeline`, in a folder, with harm done at a call."""
    from translate_pipeline import cli

    status = 99
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        output = os.open(str(request["output"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for target, source in ((0, nothing), (1, output), (2, output)):
            os.dup2(source, target)
        os.chdir(str(request["folder"]))
        sys.argv = ["translate-pipeline", *request["arguments"]]  # type: ignore[misc]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        shim = ctypes.CDLL(os.environ["LD_PRELOAD"])
        shim.fault_arm(ctypes.byref(counter), ctypes.c_long(request["at"]), ctypes.c_int(request["harm"]))  # type: ignore[arg-type]
        cli.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
