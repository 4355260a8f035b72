"""The decoder: an installed model package run by CTranslate2."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from translate_pipeline.errors import InputError
from translate_pipeline.models.store import ModelPackage
from translate_pipeline.translation.engine import Attention, Completion, Hypothesis, Progress
from translate_pipeline.translation.options import DEFAULTS, DecodingOptions

# On two cores, two translators of one thread each and batches of about a thousand tokens decode fastest.
_BATCH_TOKENS = 1024
_SLICE = 512
_LENGTH_EXTRA = 24


def _batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch


class PackageEngine:
    """An `Engine` on a model package with a SentencePiece vocabulary."""

    def __init__(self, package: ModelPackage, options: DecodingOptions = DEFAULTS):
        self.package = package
        self.options = options

    @property
    def name(self) -> str:
        """The package's name."""
        return self.package.name

    @property
    def language(self) -> str:
        """The code of the language that the package translates to."""
        return self.package.to_code

    @property
    def signature(self) -> str:
        """Package checksum and decoding options."""
        return f"{self.package.name}:{self.package.sha256[:16]}:{self.options.signature}"

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The placeholders that the package declares and its vocabulary holds as single pieces."""
        return tuple(
            each for each in self.package.placeholders if self._pieces.piece_to_id(each) != self._pieces.unk_id()
        )

    @cached_property
    def _pieces(self) -> Any:
        import sentencepiece

        path = self.package.folder / "sentencepiece.model"
        try:
            return sentencepiece.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise InputError(f"cannot be loaded ({error})", remedy="install the package again", path=path) from None

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        path = self.package.folder / "model"
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        options = self.options
        try:
            return ctranslate2.Translator(
                str(path),
                device=options.device,
                compute_type=options.compute_type,
                inter_threads=options.replicas or cores,
                intra_threads=1,
            )
        except (RuntimeError, ValueError) as error:
            raise InputError(f"cannot be loaded ({error})", remedy="install the package again", path=path) from None

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """Decode each different sentence once, longest first, in batches filled by tokens.

        A batch holds sentences of one length: padding moves the last digits of the decoder's sums, and now and then a
        word with them, and what a sentence becomes must not depend on its neighbours.
        """
        tokens = {text: self._pieces.encode(text, out_type=str) for text in sentences}
        order = sorted(tokens, key=lambda text: (-len(tokens[text]), text))
        counts = Counter(sentences)
        decoded: dict[str, list[Hypothesis]] = {}
        for length, equals in itertools.groupby(order, key=lambda text: len(tokens[text])):
            for part in _batched(equals, _SLICE):
                results = self._decode_slice([tokens[text] for text in part], candidates, length)
                decoded.update(zip(part, results, strict=True))
                if progress:
                    progress(sum(counts[text] for text in part))
        return [decoded[text] for text in sentences]

    def _decode_slice(
        self,
        batch: list[list[str]],
        candidates: int,
        length: int,
        prefixes: Sequence[str] = (),
        suppress: Sequence[str] = (),
    ) -> list[list[Hypothesis]]:
        try:
            return self._translate(batch, candidates, length, prefixes, suppress)
        except RuntimeError:
            # A model with few positions gives up on a runaway output, and takes its batch with it.
            if len(batch) == 1:
                return [[Hypothesis("")]]
            return [
                self._decode_slice([tokens], candidates, length, prefixes[index : index + 1], suppress)[0]
                for index, tokens in enumerate(batch)
            ]

    def _translate(
        self, batch: list[list[str]], candidates: int, length: int, prefixes: Sequence[str], suppress: Sequence[str]
    ) -> list[list[Hypothesis]]:
        options = self.options
        language = [self.package.target_prefix] if self.package.target_prefix else []
        forced = [language + self._pieces.encode(prefix, out_type=str) for prefix in prefixes or [""] * len(batch)]
        results = self._translator.translate_batch(
            batch,
            target_prefix=forced if any(forced) else None,
            beam_size=max(options.beam, candidates),
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            num_hypotheses=candidates,
            max_batch_size=_BATCH_TOKENS,
            batch_type="tokens",
            no_repeat_ngram_size=options.no_repeat,
            disable_unk=not options.unknowns,
            replace_unknowns=options.unknowns,
            max_input_length=0,
            max_decoding_length=int(options.longest * length) + _LENGTH_EXTRA,
            suppress_sequences=[[token] for token in suppress] or None,
            return_scores=True,
        )
        return [
            [
                Hypothesis(self._pieces.decode(pieces[len(language) :]).strip(), score)
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        """Ask the decoder's attention, the targets forced upon it."""
        prefix = [self.package.target_prefix] if self.package.target_prefix else []
        places = []
        for source, target, span in questions:
            rows = self._attention(source, target, prefix)
            wanted = [
                index for index, (start, end) in enumerate(self._offsets(source)) if start < span[1] and span[0] < end
            ]
            starts = [start for start, _ in self._offsets(target)]
            weights = [sum(row[index] for index in wanted) for row in rows[len(prefix) : len(prefix) + len(starts)]]
            best = starts[max(range(len(weights)), key=weights.__getitem__)] if weights else 0
            places.append(target.rfind(" ", 0, best + 1) + 1)
        return places

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """Ask the decoder's attention, the targets forced upon it."""
        prefix = [self.package.target_prefix] if self.package.target_prefix else []
        found = []
        for source, target in pairs:
            rows = self._attention(source, target, prefix)[len(prefix) :]
            found.append(Attention(self._offsets(source), self._offsets(target), rows))
        return found

    def _attention(self, source: str, target: str, prefix: list[str]) -> Any:
        pieces = self._pieces.encode(target, out_type=str)
        (result,) = self._translator.translate_batch(
            [self._pieces.encode(source, out_type=str)],
            target_prefix=[prefix + pieces],
            beam_size=1,
            max_input_length=0,
            max_decoding_length=len(pieces) + len(prefix) + 1,
            return_attention=True,
        )
        return result.attention[0]

    def _offsets(self, text: str) -> list[tuple[int, int]]:
        """The offsets of each piece of a text, as far as normalising kept its length."""
        offsets, position = [], -1
        for piece in self._pieces.encode(text, out_type=str):
            offsets.append((max(position, 0), position + len(piece)))
            position += len(piece)
        return offsets

    def complete(self, requests: Sequence[Completion]) -> list[str]:
        """Decode on from the prefixes; requests that suppress the same tokens go together."""
        tokens = [self._pieces.encode(request.sentence, out_type=str) for request in requests]

        prefixes = [self._pieces.encode(request.prefix, out_type=str) for request in requests]

        def group_of(index: int) -> tuple[tuple[str, ...], int, int]:
            return requests[index].suppress, len(tokens[index]), len(prefixes[index])

        finished: dict[int, str] = {}
        for (suppress, length, _), group in itertools.groupby(sorted(range(len(requests)), key=group_of), key=group_of):
            indexes = list(group)
            outputs = self._decode_slice(
                [tokens[index] for index in indexes], 1, length, [requests[index].prefix for index in indexes], suppress
            )
            finished.update((index, output[0].text) for index, output in zip(indexes, outputs, strict=True))
        return [finished[index] for index in range(len(requests))]
