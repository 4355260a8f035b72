"""What a run has its workers do: the only functions that are sent to them, each by its name.

They take and return text and bytes. Faults are returned, not raised.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import translate_pipeline
from translate_pipeline.errors import InputError
from translate_pipeline.translation.cluster.parcels import find_package, keep_parcel, receive_chunk
from translate_pipeline.translation.cluster.wire import Task, pack_answers, unpack_order
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.options import DecodingOptions
from translate_pipeline.translation.verification import control_sentences

LIBRARIES = ("ctranslate2", "sentencepiece", "distributed")
PACKAGES_KEY = "translate-pipeline.packages"
"""Dask's configuration key, on a worker, for the folder of its model packages."""
# One model for each of two locales, say.
_HELD_MODELS = 2
_PROBES = 8

_lock = threading.Lock()
_held: OrderedDict[tuple[str, str, str], PackageEngine] = OrderedDict()


def versions() -> dict[str, str]:
    """Versions that must agree for the same bytes to come out."""
    return {"translate-pipeline": translate_pipeline.__version__, **{name: version(name) for name in LIBRARIES}}


def packages_folder() -> Path:
    """Where this worker keeps model packages."""
    import dask

    chosen = dask.config.get(PACKAGES_KEY, default=None)
    return Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "translate-pipeline" / "packages"


def fingerprint(engine: Engine) -> str:
    """Tells processors apart on which an engine computes otherwise: the control sentences' drafts and scores."""
    found = [hypotheses[0] for hypotheses in engine.decode(control_sentences()[:_PROBES])]
    return hashlib.sha256(repr([(each.text, each.score) for each in found]).encode()).hexdigest()[:16]


async def prepare(wanted: str, dask_worker: Any = None) -> str:
    """Have this worker load a package.

    Args:
        wanted: JSON with the checksums of `package` and `parcel`, and decoding `options`.

    Returns:
        JSON with `versions` and `threads`; `fingerprint`, or `missing` where the package is not here; or a `fault`.
    """
    threads = int(dask_worker.state.nthreads) if dask_worker is not None else 1
    own = {"versions": versions(), "threads": threads}
    return json.dumps({**own, **await asyncio.to_thread(_prepare, json.loads(wanted), threads)})


def _prepare(wanted: Mapping[str, Any], threads: int) -> dict[str, Any]:
    try:
        engine = _load(wanted, threads)
        return {"fingerprint": fingerprint(engine)} if engine else {"missing": True}
    except (InputError, OSError, RuntimeError) as error:
        return {"fault": str(error)}


def _load(wanted: Mapping[str, Any], threads: int) -> PackageEngine | None:
    options = DecodingOptions(**wanted["options"])
    key = str(wanted["package"]), options.device, options.compute_type
    with _lock:
        if key not in _held:
            package = find_package(packages_folder(), str(wanted["package"]), str(wanted.get("parcel", "")))
            if package is None:
                return None
            while len(_held) >= _HELD_MODELS:
                _held.popitem(last=False)
            # One translator for each thread; they share the model.
            engine = PackageEngine(package, replace(options, replicas=threads))
            fingerprint(engine)
            _held[key] = engine
        _held.move_to_end(key)
        return _held[key].with_options(options)


async def receive(sending: str, offset: int, data: bytes) -> str:
    """Take a part of a model package; JSON, with a `fault` or none."""
    try:
        await asyncio.to_thread(receive_chunk, packages_folder(), sending, offset, data)
    except (InputError, OSError) as error:
        return json.dumps({"fault": str(error)})
    return "{}"


async def keep(sending: str, parcel: str) -> str:
    """Install a model package that has come whole; JSON, with a `fault` or none."""
    try:
        await asyncio.to_thread(keep_parcel, packages_folder(), sending, parcel)
    except (InputError, OSError) as error:
        return json.dumps({"fault": str(error)})
    return "{}"


async def work(wanted: str, order: str, dask_worker: Any = None) -> str:
    """Answer a batch.

    Args:
        wanted: as for `prepare`.
        order: an `Order`.

    Returns:
        JSON with `answers`, or a `fault`.
    """
    threads = int(dask_worker.state.nthreads) if dask_worker is not None else 1
    return await asyncio.to_thread(_work, json.loads(wanted), order, threads)


def _work(wanted: Mapping[str, Any], text: str, threads: int) -> str:
    try:
        engine = _load(wanted, threads)
        if engine is None:
            return json.dumps({"fault": "its model package has gone"})
        order = unpack_order(text)
        engine = engine.with_options(DecodingOptions(**order.options))
        answers: Any
        if order.task is Task.DECODE:
            answers = engine.decode(order.items, candidates=order.candidates)
        elif order.task is Task.COMPLETE:
            answers = engine.complete(order.items)
        elif order.task is Task.PLACES:
            answers = engine.places(order.items)
        elif order.task is Task.LOCATE:
            answers = engine.locate(order.items)
        else:
            answers = engine.attend(order.items)
        return json.dumps({"answers": pack_answers(order.task, answers)})
    except (InputError, OSError, RuntimeError) as error:
        return json.dumps({"fault": str(error)})
