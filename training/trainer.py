"""Training against the clock: short lines first, then everything; a checkpoint every few minutes, resumed from.

On a CPU several processes of one thread each share a step. Threads inside one process wait for each other at every
small operation, which on a machine shared with others is most of the time.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy
import sentencepiece
import torch
from torch import Tensor, distributed, nn

from training.alignment import DIAGONAL
from training.batches import PAD, Batch, Feeder
from training.network import Network, Shape
from training.preparation import LEXICON, PIECES, TEMPLATES, read_templates
from training.rendering import PLACEHOLDERS, Renderer
from training.scoring import scored
from translate_pipeline.glossary.csv_files import read_glossary

# What the lexicon is less sure of guides nothing: words that come from no single other word.
_SURE = 0.25
FORWARD = "checkpoints"
_LAST = "last.pt"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; `minutes` counts training time of all runs together.

    The learning rate rises during `warm_up` of that time, stays, and falls in a line to nothing from `decay_from` on.

    Attributes:
        backward: a locale's code: train a model from its language to English, for `back-translate`.
    """

    minutes: float = 60.0
    workers: int = 2
    device: str = "cpu"
    seed: int = 1
    batch_tokens: int = 3000
    rate: float = 2e-3
    embedding_rate: float = 2e-3
    weight_decay: float = 0.02
    smoothing: float = 0.1
    pointing: float = 1.0
    guiding: float = 1.0
    forbidding: float = 12.0
    warm_up: float = 0.03
    decay_from: float = 0.45
    short_until: float = 0.07
    save_minutes: float = 5.0
    smooth_average: float = 0.99
    backward: str = ""

    def factor(self, done: float) -> float:
        """The part of the learning rate when the part `done` of the time has passed."""
        rising = min(1.0, (done + 1e-3) / self.warm_up)
        falling = min(1.0, max(0.0, 1.0 - done) / (1.0 - self.decay_from))
        return min(rising, max(falling, 0.01))


def train(build: Path, glossaries: Path, plan: Plan, shape: dict[str, Any] | None = None) -> None:
    """Train until the plan's minutes are used up; checkpoints lie in `build`/checkpoints.

    A backward model has another folder, and begins with the weights of the forward model where there are any.
    """
    if plan.workers == 1:
        Worker(0, build, glossaries, plan, shape or {}).run()
        return
    with tempfile.TemporaryDirectory() as meeting:
        torch.multiprocessing.spawn(
            _work, (f"file://{meeting}/store", build, glossaries, plan, shape or {}), nprocs=plan.workers
        )


def _work(rank: int, meeting: str, build: Path, glossaries: Path, plan: Plan, shape: dict[str, Any]) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=plan.workers)
    Worker(rank, build, glossaries, plan, shape).run()


class Worker:
    """One process: its own batches, a share of the matrices to update, the same weights as all others."""

    def __init__(self, rank: int, build: Path, glossaries: Path, plan: Plan, shape: dict[str, Any]):
        self.rank, self.plan = rank, plan
        self.forward = build / FORWARD
        self.folder = build / backward_folder(plan.backward) if plan.backward else self.forward
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(plan.seed)
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(build / PIECES))
        self.network = Network(Shape(pieces.vocab_size(), **shape)).to(plan.device)
        self.average = {name: tensor.detach().clone() for name, tensor in self.network.state_dict().items()}
        self.parameters = list(self.network.parameters())
        self.matrices = [
            tensor for name, tensor in self.network.named_parameters() if tensor.dim() == 2 and "embedding" not in name
        ]
        self.placeholders = pieces.piece_to_id(PLACEHOLDERS[0]), pieces.piece_to_id(PLACEHOLDERS[-1])
        self.lexicon = torch.from_numpy(numpy.load(build / LEXICON)).to(plan.device)
        if plan.backward:
            self.lexicon = self.lexicon.T.contiguous()
        self.lexicon[:, PAD] = self.lexicon[PAD] = 0
        self.optimizers = self._optimizers()
        self.minutes, self.steps = self._resume()
        seed = plan.seed * 1_000_003 + self.steps * plan.workers + rank
        torch.manual_seed(seed)
        self.feeder = Feeder(
            read_templates(build / TEMPLATES),
            Renderer(read_glossary(glossaries), random.Random(seed)),
            pieces,
            random.Random(seed + 1),
            plan.batch_tokens,
            plan.backward,
        )

    def run(self) -> None:
        """Train until the time is over."""
        plan = self.plan
        self._began = time.monotonic() - 60 * self.minutes
        saved = told = self.minutes
        loss_sum = tokens = 0.0
        for batch in self._stream():
            used, loss, count = self._step(batch)
            self.minutes, self.steps = used, self.steps + 1
            loss_sum, tokens = loss_sum + loss, tokens + count
            if used - told >= 0.5 and self.rank == 0:
                rate = plan.factor(used / plan.minutes)
                print(
                    f"minute {used:.1f} step {self.steps} loss {loss_sum / tokens:.3f} "
                    f"tokens {tokens:.0f} rate {rate:.2f}",
                    flush=True,
                )
                told, loss_sum, tokens = used, 0.0, 0.0
            if used >= plan.minutes:
                break
            if used - saved >= plan.save_minutes:
                self._save()
                saved = used
        self._save()

    def _stream(self) -> Iterator[Batch]:
        limit = self.plan.short_until * self.plan.minutes
        while True:
            short = self.minutes < limit
            for batch in self.feeder.round(short=short):
                yield batch
                if short and self.minutes >= limit:
                    break

    def _step(self, batch: Batch) -> tuple[float, float, float]:
        """One update; returns minutes used so far, the summed loss and the tokens of all workers."""
        plan = self.plan
        loss = self._loss(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        used = (time.monotonic() - self._began) / 60
        extra = torch.tensor([used, float(loss.detach()) * batch.tokens, batch.tokens], dtype=torch.float32)
        if plan.workers > 1:
            flat = torch.cat([*(tensor.grad.flatten() for tensor in self.parameters), extra])  # type: ignore[union-attr]
            distributed.all_reduce(flat)
            extra = flat[-3:].clone()
            extra[0] /= plan.workers
            flat /= plan.workers
            position = 0
            for tensor in self.parameters:
                tensor.grad = flat[position : position + tensor.numel()].view_as(tensor)
                position += tensor.numel()
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        factor = plan.factor(float(extra[0]) / plan.minutes)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["initial_lr"] * factor
            optimizer.step()
        for tensor in self.parameters:
            tensor.grad = None
        self._share()
        keep = min(plan.smooth_average, (1 + self.steps) / (10 + self.steps))
        if self.rank == 0:
            with torch.no_grad():
                for name, tensor in self.network.state_dict().items():
                    self.average[name].lerp_(tensor, 1 - keep)
        return float(extra[0]), float(extra[1]), float(extra[2])

    def _loss(self, batch: Batch) -> Tensor:
        plan, network = self.plan, self.network
        source, inputs, labels, rows = (
            torch.tensor(each, device=plan.device) for each in (batch.source, batch.inputs, batch.labels, batch.rows)
        )
        mask, wanted = source != PAD, labels != PAD
        network.train()
        with torch.autocast(torch.device(plan.device).type, dtype=torch.bfloat16):
            memory = network.encode(source, mask)
            states = network.decode(inputs, memory, mask, rows)[wanted]
            pointer = network.pointer
            sources, first = source[rows], self.placeholders[0]
            forbidden = self._forbidden(sources, inputs)[wanted]
            loss = scored(
                states,
                network.embedding.weight,
                network.bias,
                labels[wanted],
                forbidden,
                first,
                smoothing=plan.smoothing,
                forbidding=plan.forbidding,
            )
        loss = loss + plan.pointing * self._astray(pointer, sources, labels) / wanted.sum()
        return loss + plan.guiding * self._unguided(pointer, sources, labels)

    def _astray(self, pointer: Tensor, source: Tensor, labels: Tensor) -> Tensor:
        """How little one head of the decoder looks at a placeholder in the source when it is to write that one.

        Copying is learned from pointing: on few sentences the words around a name alone do not teach it.
        """
        first, last = self.placeholders
        asked = (labels >= first) & (labels <= last)
        right = source[:, None, :] == labels[:, :, None]
        looked = (pointer * right).sum(-1)[asked]
        return -(looked.float() + 1e-4).log().sum()

    def _forbidden(self, source: Tensor, inputs: Tensor) -> Tensor:
        """For each position the placeholders that may not come next: they stand already, or the source lacks them."""
        first, last = self.placeholders
        marks = torch.arange(first, last + 1, device=source.device)
        asked = (source[:, :, None] == marks).any(1)
        written = (inputs[:, :, None] == marks).cumsum(1) > 0
        return written | ~asked[:, None, :]

    def _unguided(self, pointer: Tensor, source: Tensor, labels: Tensor) -> Tensor:
        """How far the same head looks from where the counted lexicon says that a piece comes from."""
        across = torch.arange(source.size(1), device=source.device) / (source != PAD).sum(1, keepdim=True)
        down = torch.arange(labels.size(1), device=labels.device) / (labels != PAD).sum(1, keepdim=True)
        near = torch.exp(-DIAGONAL * (across[:, None, :] - down[:, :, None]).abs())
        likely = self.lexicon[source[:, None, :], labels[:, :, None]].float() * near
        likely = likely / likely.sum(-1, keepdim=True).clamp_min(1e-6)
        asked = (labels != PAD) & (likely.amax(-1) > _SURE)
        wanted = likely**2 / (likely**2).sum(-1, keepdim=True).clamp_min(1e-6)
        missed = -(wanted * (pointer.float() + 1e-4).log()).sum(-1)
        return missed[asked].sum() / (labels != PAD).sum()

    def _optimizers(self) -> list[Any]:
        """Muon for this worker's share of the layers' matrices, AdamW for embeddings, norms and biases."""
        plan = self.plan
        known = {id(tensor) for tensor in self.matrices}
        others = [tensor for tensor in self.parameters if id(tensor) not in known]
        found = [
            torch.optim.Muon(
                self._owned(self.rank),
                lr=plan.rate,
                weight_decay=plan.weight_decay,
                momentum=0.95,
                adjust_lr_fn="match_rms_adamw",
            ),
            torch.optim.AdamW(others, lr=plan.embedding_rate, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0),
        ]
        for optimizer in found:
            for group in optimizer.param_groups:
                group["initial_lr"] = group["lr"]
        return found

    def _owned(self, rank: int) -> list[Tensor]:
        return self.matrices[rank :: self.plan.workers]

    def _share(self) -> None:
        """Give the matrices that this worker updated to the others."""
        if self.plan.workers == 1:
            return
        with torch.no_grad():
            for rank in range(self.plan.workers):
                owned = self._owned(rank)
                flat = torch.cat([tensor.flatten() for tensor in owned])
                distributed.broadcast(flat, src=rank)
                position = 0
                for tensor in owned:
                    if rank != self.rank:
                        tensor.copy_(flat[position : position + tensor.numel()].view_as(tensor))
                    position += tensor.numel()

    def _save(self) -> None:
        optimizers = [optimizer.state_dict() for optimizer in self.optimizers]
        own = {"optimizers": optimizers, "steps": self.steps, "workers": self.plan.workers}
        _write(own, self.folder / f"worker-{self.rank}.pt")
        if self.rank == 0:
            shared = {"average": self.average, "minutes": self.minutes, "steps": self.steps}
            record = {"shape": asdict(self.network.shape), "plan": asdict(self.plan)}
            name = f"step-{self.steps:07d}.pt"
            _write(shared | record, self.folder / name)
            _write(shared | {"network": self.network.state_dict()}, self.folder / _LAST)
            print(f"saved {name} at minute {self.minutes:.1f}", flush=True)

    def _resume(self) -> tuple[float, int]:
        path, own = self.folder / _LAST, self.folder / f"worker-{self.rank}.pt"
        if not path.exists():
            if self.plan.backward and (self.forward / _LAST).exists():
                self.network.load_state_dict(torch.load(self.forward / _LAST, map_location="cpu")["average"])
            return 0.0, 0
        state = torch.load(path, map_location="cpu")
        self.network.load_state_dict(state["network"])
        for name, tensor in state["average"].items():
            self.average[name].copy_(tensor)
        saved = torch.load(own, map_location="cpu") if own.exists() else {"steps": -1}
        # Of another number of workers each would own other matrices: the optimizers begin anew.
        if saved["steps"] == state["steps"] and saved.get("workers", self.plan.workers) == self.plan.workers:
            for optimizer, values in zip(self.optimizers, saved["optimizers"], strict=True):
                optimizer.load_state_dict(values)
        print(f"worker {self.rank} resumed at minute {state['minutes']:.1f}, process {os.getpid()}", flush=True)
        return float(state["minutes"]), int(state["steps"])


def backward_folder(code: str) -> str:
    """The folder, in a build's, of the checkpoints of the model from a locale's language to English."""
    return f"backward-{code}"


def checkpoints(folder: Path) -> list[Path]:
    """The checkpoints of a build, oldest first."""
    return sorted(folder.glob("step-*.pt"))


def _write(state: dict[str, Any], path: Path) -> None:
    beside = path.with_suffix(".tmp")
    torch.save(state, beside)
    beside.replace(path)
