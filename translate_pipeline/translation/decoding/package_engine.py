"""The decoder: an installed model package run by CTranslate2."""

from __future__ import annotations

import itertools
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from translate_pipeline.errors import InputError
from translate_pipeline.journal import stage
from translate_pipeline.machine import cores_at_hand
from translate_pipeline.models.store import ModelPackage
from translate_pipeline.translation.decoding.families import pieces_of
from translate_pipeline.translation.decoding.pieces import Pieces, offsets
from translate_pipeline.translation.engine import Attention, Completion, Hypothesis, Progress
from translate_pipeline.translation.options import DEFAULTS, DecodingOptions

# On two cores, two translators of one thread each and batches of about a thousand tokens decode fastest.
_BATCH_TOKENS = 1024
_SLICE = 512
_UNDER_WAY = 16
_LENGTH_EXTRA = 24
# The length in tokens up to which the families of models translate sentences as well as shorter ones, as a rule.
_LONGEST_SOURCE = 200


def _batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Slice:
    """What one call of the decoder gets: sources of one length in pieces, with the beginnings of their targets."""

    batch: Sequence[list[str]]
    candidates: int = 1
    prefixes: Sequence[str] = ()
    suppress: Sequence[str] = ()

    def single(self) -> Iterator[_Slice]:
        """Each source by itself."""
        for index, tokens in enumerate(self.batch):
            yield replace(self, batch=[tokens], prefixes=self.prefixes[index : index + 1])


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
        return tuple(each for each in self.package.placeholders if self.pieces.holds(each))

    @cached_property
    def pieces(self) -> Pieces:
        """How it cuts texts into pieces."""
        return pieces_of(self.package.family, self.package.folder)

    @property
    def longest_source(self) -> int:
        """The option of that name, or what the package says; never more than the model has positions."""
        wanted = self.options.longest_source or self.package.longest_source or _LONGEST_SOURCE
        return min(wanted, self.pieces.positions or wanted)

    def count_tokens(self, text: str) -> int:
        """The length of a source in the model's tokens."""
        return len(self.pieces.cut(text))

    def with_options(self, options: DecodingOptions) -> PackageEngine:
        """The same engine decoding otherwise; the model, where it is loaded, is shared."""
        other = copy(self)
        other.options = options
        return other

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        path = self.package.folder / "model"
        options = self.options
        try:
            return ctranslate2.Translator(
                str(path),
                device=options.device,
                compute_type=options.compute_type,
                inter_threads=options.replicas or cores_at_hand(),
                intra_threads=1,
            )
        except (RuntimeError, ValueError) as error:
            raise InputError(f"cannot be loaded ({error})", remedy="install the package again", path=path) from None

    @stage("decode", told=False)
    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """Decode each different sentence once, longest first, in batches filled by tokens.

        A batch holds sentences of one length: padding moves the last digits of the decoder's sums, and now and then a
        word with them, and what a sentence becomes must not depend on its neighbours.
        """
        tokens = {text: self.pieces.cut(text) for text in sentences}
        order = sorted(tokens, key=lambda text: (-len(tokens[text]), text))
        counts = Counter(sentences)
        decoded: dict[str, list[Hypothesis]] = {}
        parts = [
            part
            for _, equals in itertools.groupby(order, key=lambda text: len(tokens[text]))
            for part in _batched(equals, _SLICE)
        ]
        slices = [_Slice([tokens[text] for text in part], candidates) for part in parts]
        for part, results in zip(parts, self._decode_slices(slices), strict=True):
            decoded.update(zip(part, results, strict=True))
            if progress:
                progress(sum(counts[text] for text in part))
        return [decoded[text] for text in sentences]

    def _decode_slices(self, slices: Iterable[_Slice]) -> Iterator[list[list[Hypothesis]]]:
        """Decode several slices at once, for one that is a single batch keeps a single core at work.

        Few are under way at a time: whoever interrupts a run does not want to wait for all of them.
        """
        under_way: deque[tuple[_Slice, Any, int]] = deque()
        for each in slices:
            under_way.append((each, *self._begin(each)))
            if len(under_way) > _UNDER_WAY:
                yield self._finish(*under_way.popleft())
        while under_way:
            yield self._finish(*under_way.popleft())

    def _finish(self, decoded: _Slice, results: Any, longest: int) -> list[list[Hypothesis]]:
        language = bool(self.package.target_prefix)
        try:
            return [
                [
                    Hypothesis(self.pieces.join(pieces[language:]), score, len(pieces) >= longest)
                    for pieces, score in zip(result.hypotheses, result.scores, strict=True)
                ]
                for result in (each.result() for each in results)
            ]
        except RuntimeError:
            # A model with few positions gives up on a runaway output, and takes its batch with it.
            if len(decoded.batch) == 1:
                return [[Hypothesis("")]]
            return [result for (result,) in self._decode_slices(decoded.single())]

    def _begin(self, asked: _Slice) -> tuple[Any, int]:
        """Results to come, and the length at which the decoder cuts them."""
        batch, candidates, prefixes, suppress = asked.batch, asked.candidates, asked.prefixes, asked.suppress
        length = len(batch[0])
        options = self.options
        language = [self.package.target_prefix] if self.package.target_prefix else []
        forced = [language + self.pieces.cut_target(prefix) for prefix in prefixes or [""] * len(batch)]
        longest = int(options.longest * length) + _LENGTH_EXTRA
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
            max_decoding_length=longest,
            suppress_sequences=[[token] for token in suppress] or None,
            return_scores=True,
            asynchronous=True,
        )
        return results, longest

    def places(self, questions: Sequence[tuple[str, str, str]]) -> list[int]:
        """Ask the decoder how likely the target is with the token before each of its words, and after the last.

        What is asked of one target goes by itself, so that the answer does not depend on the others.
        """
        prefix = [self.package.target_prefix] if self.package.target_prefix else []
        found = []
        for source, target, token in questions:
            places = [0, *(space + 1 for space, char in enumerate(target) if char == " "), len(target)]
            texts = [" ".join([*target[:place].split(), token, *target[place:].split()]) for place in places]
            asked = [prefix + self.pieces.cut_target(text) for text in texts]
            try:
                scored = self._translator.score_batch(
                    [self.pieces.cut(source)] * len(asked), asked, max_batch_size=_BATCH_TOKENS, batch_type="tokens"
                )
            except RuntimeError:
                # More tokens than the model has positions.
                found.append(len(target))
                continue
            chances = [sum(result.log_probs) for result in scored]
            found.append(places[max(range(len(places)), key=chances.__getitem__)])
        return found

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        """Ask the decoder's attention, the targets forced upon it."""
        prefix = [self.package.target_prefix] if self.package.target_prefix else []
        places = []
        for source, target, span in questions:
            rows = self._attention(source, target, prefix)
            wanted = [
                index
                for index, (start, end) in enumerate(offsets(self.pieces.cut(source)))
                if start < span[1] and span[0] < end
            ]
            starts = [start for start, _ in offsets(self.pieces.cut_target(target))]
            weights = [sum(row[index] for index in wanted) for row in rows[len(prefix) : len(prefix) + len(starts)]]
            best = starts[max(range(len(weights)), key=weights.__getitem__)] if weights else 0
            places.append(target.rfind(" ", 0, best + 1) + 1)
        return places

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """Ask the decoder's attention, the targets forced upon it."""
        prefix = [self.package.target_prefix] if self.package.target_prefix else []
        found = []
        for source, target in pairs:
            try:
                rows = self._attention(source, target, prefix)[len(prefix) :]
            except RuntimeError:
                # More tokens than the model has positions.
                rows = ()
            found.append(Attention(offsets(self.pieces.cut(source)), offsets(self.pieces.cut_target(target)), rows))
        return found

    def _attention(self, source: str, target: str, prefix: list[str]) -> Any:
        pieces = self.pieces.cut_target(target)
        (result,) = self._translator.translate_batch(
            [self.pieces.cut(source)],
            target_prefix=[prefix + pieces],
            beam_size=1,
            max_input_length=0,
            max_decoding_length=len(pieces) + len(prefix) + 1,
            return_attention=True,
        )
        return result.attention[0]

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        """Decode on from the prefixes; requests that suppress the same tokens go together."""
        tokens = [self.pieces.cut(request.sentence) for request in requests]

        prefixes = [self.pieces.cut_target(request.prefix) for request in requests]

        def group_of(index: int) -> tuple[tuple[str, ...], int, int]:
            return requests[index].suppress, len(tokens[index]), len(prefixes[index])

        groups = [
            list(group) for _, group in itertools.groupby(sorted(range(len(requests)), key=group_of), key=group_of)
        ]
        slices = [
            _Slice(
                [tokens[index] for index in indexes],
                prefixes=[requests[index].prefix for index in indexes],
                suppress=requests[indexes[0]].suppress,
            )
            for indexes in groups
        ]
        finished: dict[int, Hypothesis] = {}
        for indexes, outputs in zip(groups, self._decode_slices(slices), strict=True):
            finished.update((index, output[0]) for index, output in zip(indexes, outputs, strict=True))
        return [finished[index] for index in range(len(requests))]
