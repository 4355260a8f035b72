"""Which source piece each target piece comes from, learned by counting, to show one attention head where to look.

IBM model 1 (Brown and others, The Mathematics of Statistical Machine Translation, 1993) on pieces, with the preference
for the diagonal of fast_align (Dyer, Chahuneau and Smith 2013). The end of the source stands for "nothing".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy
from numpy.typing import NDArray

DIAGONAL = 1.5
_ROUNDS = 5
_LONGEST = 90


def learn_lexicon(pairs: Iterable[tuple[Sequence[int], Sequence[int]]], size: int) -> NDArray[numpy.float16]:
    """The table of t(target piece | source piece): rows are source pieces."""
    keys, weights, starts = _cells(pairs, size)
    known, cells = numpy.unique(keys, return_inverse=True)
    sources = known // size
    chances = numpy.ones(len(known), dtype=numpy.float32)
    lengths = numpy.diff(numpy.append(starts, len(cells)))
    for _ in range(_ROUNDS):
        share = chances[cells] * weights
        share /= numpy.repeat(numpy.maximum(numpy.add.reduceat(share, starts), 1e-12), lengths)
        counts = numpy.bincount(cells, share, len(known))
        chances = (counts / numpy.bincount(sources, counts, size)[sources]).astype(numpy.float32)
    table = numpy.zeros(size * size, dtype=numpy.float16)
    table[known] = chances
    return table.reshape(size, size)


def _cells(
    pairs: Iterable[tuple[Sequence[int], Sequence[int]]], size: int
) -> tuple[NDArray[numpy.int64], NDArray[numpy.float32], NDArray[numpy.int64]]:
    """For every target piece a run of cells, one for each source piece: pair number, diagonal weight; runs' starts."""
    keys, weights, starts, position = [], [], [], 0
    for source, target in pairs:
        if not source or not target or max(len(source), len(target)) > _LONGEST:
            continue
        left, right = numpy.asarray(source, dtype=numpy.int64), numpy.asarray(target, dtype=numpy.int64)
        keys.append((left[None, :] * size + right[:, None]).ravel())
        across = numpy.arange(len(left)) / len(left)
        down = numpy.arange(len(right)) / len(right)
        weights.append(numpy.exp(-DIAGONAL * numpy.abs(across[None] - down[:, None])).astype(numpy.float32).ravel())
        starts.append(position + len(left) * numpy.arange(len(right)))
        position += len(left) * len(right)
    return numpy.concatenate(keys), numpy.concatenate(weights), numpy.concatenate(starts)
