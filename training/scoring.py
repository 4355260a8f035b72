"""The output layer and its losses in one: scores of all pieces never leave the cache.

Written out, cross-entropy and unlikelihood over 6,000 pieces were a third of a training step on a CPU: a dozen passes
over tables of 40 MB. Here the gradient is taken in the same walk over a few rows at a time.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_ROWS = 256


class _Scored(torch.autograd.Function):
    @staticmethod
    def forward(
        context: Any,
        states: Tensor,
        weight: Tensor,
        bias: Tensor,
        labels: Tensor,
        forbidden: Tensor,
        first: int,
        smoothing: float,
        forbidding: float,
    ) -> Tensor:
        marks = slice(first, first + forbidden.size(1))
        kind = torch.bfloat16 if torch.is_autocast_enabled(states.device.type) else states.dtype
        weights = weight.to(kind)
        total = torch.zeros((), device=states.device)
        to_states, to_weight, to_bias = torch.empty_like(states), torch.zeros_like(weight), torch.zeros_like(bias)
        with torch.autocast(states.device.type, enabled=False):
            for start in range(0, len(states), _ROWS):
                rows = slice(start, start + _ROWS)
                given, asked, barred = states[rows].to(kind), labels[rows, None], forbidden[rows]
                scores = (given @ weights.T).float().add_(bias)
                scores -= scores.amax(1, keepdim=True)
                said, mean = scores.gather(1, asked), scores.mean(1, keepdim=True)
                chances = scores.exp_()
                sums = chances.sum(1, keepdim=True)
                total += (sums.log() - (1 - smoothing) * said - smoothing * mean).sum()
                chances /= sums
                wrong = chances[:, marks] * barred
                risk = wrong.sum(1, keepdim=True).clamp_(max=0.999)
                total -= forbidding * torch.log1p(-risk).sum()
                odds = forbidding / (1 - risk)
                slopes = chances.mul_(1 - odds * risk).sub_(smoothing / weight.size(0))
                slopes[:, marks] += odds * wrong
                slopes.scatter_add_(1, asked, torch.full_like(said, smoothing - 1))
                to_bias += slopes.sum(0)
                slopes = slopes.to(kind)
                to_states[rows] = slopes @ weights
                to_weight += slopes.T @ given
        context.save_for_backward(to_states, to_weight, to_bias)
        return total / len(states)

    @staticmethod
    def backward(context: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        to_states, to_weight, to_bias = context.saved_tensors
        scale = grads[0] / len(to_states)
        return to_states * scale, to_weight * scale, to_bias * scale, None, None, None, None, None


def scored(
    states: Tensor,
    weight: Tensor,
    bias: Tensor,
    labels: Tensor,
    forbidden: Tensor,
    first: int,
    *,
    smoothing: float,
    forbidding: float,
) -> Tensor:
    """Mean loss of the pieces `labels` after the decoder's `states`: smoothed cross-entropy and unlikelihood.

    Unlikelihood training (Welleck and others 2020) asks that the pieces `forbidden` marks, of those that follow on
    `first`, be unlikely; `forbidding` is its weight. All tensors have a row for each state.
    """
    result: Tensor = _Scored.apply(  # type: ignore[no-untyped-call]
        states, weight, bias, labels, forbidden, first, smoothing, forbidding
    )
    return result
