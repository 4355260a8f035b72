"""Giving batches to workers and getting answers back, whatever becomes of the workers.

A worker has one batch more than threads at most, so that nothing piles up. A batch whose worker is lost goes to another
one; a batch that a worker keeps for too long goes to another one as well, and the first answer counts. Answers do not
depend on who gave them, nor on the batch, so it does not matter which.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from translate_pipeline.errors import InputError
from translate_pipeline.translation.cluster import remote
from translate_pipeline.translation.cluster.batches import Questions
from translate_pipeline.translation.cluster.crew import Crew, Link, UnfitError
from translate_pipeline.translation.cluster.settings import ClusterSettings
from translate_pipeline.translation.cluster.wire import unpack_answers

_LOOK_EVERY = 0.5
_MOST_LOSSES = 4
_KEPT = "what was finished is kept, run it again to go on"

Done = Callable[[Sequence[int]], None]


@dataclass(slots=True)
class _Attempt:
    worker: str
    batch: tuple[int, ...]
    since: float
    late: bool = False


class Dispatch:
    """One call: questions out, answers in.

    Args:
        done: told the indexes of each batch that is answered.
    """

    def __init__(self, link: Link, crew: Crew, settings: ClusterSettings, questions: Questions, done: Done):
        self._link = link
        self._crew = crew
        self._settings = settings
        self._questions = questions
        self._done = done
        self._answers: dict[int, Any] = {}
        self._again: deque[tuple[int, ...]] = deque()
        self._attempts: dict[asyncio.Task[Any], _Attempt] = {}
        self._losses: Counter[tuple[int, ...]] = Counter()
        self._why = ""

    async def run(self) -> list[Any]:
        """The answers in the order of the questions.

        Raises:
            InputError: there is no worker that can be used, a batch failed again and again, or the scheduler is lost.
        """
        clock = asyncio.get_running_loop().time
        look_at = 0.0
        self._crew.begin()
        try:
            while len(self._answers) < len(self._questions):
                if clock() >= look_at:
                    await self._crew.look()
                    self._give_up_on_the_lost()
                    self._check_crew(clock())
                    look_at = clock() + _LOOK_EVERY
                self._find_late(clock())
                self._give(clock())
                waiting = [*self._attempts, *self._crew.welcoming]
                if waiting:
                    await asyncio.wait(waiting, timeout=_LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
                else:
                    await asyncio.sleep(_LOOK_EVERY)
                if any(task.done() for task in self._crew.welcoming):
                    look_at = 0.0
                for task in [task for task in self._attempts if task.done()]:
                    self._take(task, self._attempts.pop(task))
        finally:
            for task in self._attempts:
                task.cancel()
        return [self._answers[index] for index in range(len(self._questions))]

    def _give(self, now: float) -> None:
        while True:
            free = [(address, hand) for address, hand in self._crew.hands.items() if hand.room]
            if not free:
                return
            address, hand = max(free, key=lambda each: (each[1].room / each[1].threads, each[0]))
            batch = self._next()
            if not batch:
                return
            hand.busy += 1
            order = self._questions.order(batch).pack()
            task = asyncio.create_task(self._link.call(address, remote.work, self._crew.wanted, order))
            self._attempts[task] = _Attempt(address, batch, now)

    def _next(self) -> tuple[int, ...]:
        while self._again:
            batch = self._again.popleft()
            if batch[0] not in self._answers:
                return batch
        return self._questions.take(self._crew.threads)

    def _take(self, task: asyncio.Task[Any], attempt: _Attempt) -> None:
        hand = self._crew.hands.get(attempt.worker)
        if hand:
            hand.busy = max(0, hand.busy - 1)
        try:
            found = json.loads(task.result())
            if "fault" in found:
                raise UnfitError(found["fault"])
            answers = unpack_answers(self._questions.task, found["answers"])
            if len(answers) != len(attempt.batch):
                raise UnfitError(f"{len(answers)} answers to {len(attempt.batch)} questions")
        except asyncio.CancelledError:
            self._lose(attempt, "it has gone")
        except Exception as error:  # whatever a machine far away can raise
            self._lose(attempt, str(error) or type(error).__name__)
        else:
            self._crew.heard(attempt.worker)
            if attempt.batch[0] not in self._answers:
                self._answers.update(zip(attempt.batch, answers, strict=True))
                self._done(attempt.batch)

    def _lose(self, attempt: _Attempt, why: str) -> None:
        self._crew.dismiss(attempt.worker)
        if attempt.batch[0] in self._answers:
            return
        self._losses[attempt.batch] += 1
        if self._losses[attempt.batch] >= _MOST_LOSSES:
            problem = f"a batch of {len(attempt.batch)} sentences failed {_MOST_LOSSES} times, last on"
            remedy = f"see that worker's log (memory?); {_KEPT}"
            raise InputError(f"{problem} {attempt.worker} ({why})", remedy=remedy)
        if not attempt.late:
            self._again.append(attempt.batch)

    def _give_up_on_the_lost(self) -> None:
        for task, attempt in self._attempts.items():
            if attempt.worker not in self._crew.present:
                task.cancel()

    def _find_late(self, now: float) -> None:
        silent = {
            attempt.worker for attempt in self._attempts.values() if now - attempt.since > self._settings.patience
        }
        for attempt in self._attempts.values():
            if attempt.worker in silent and not attempt.late:
                attempt.late = True
                self._again.append(attempt.batch)
                if attempt.worker in self._crew.hands:
                    self._crew.hands[attempt.worker].silent = True

    def _check_crew(self, now: float) -> None:
        crew = self._crew
        if crew.unfit and crew.present == crew.unfit.keys():
            address, why = next(iter(crew.unfit.items()))
            versions = "this machine has" in why or "of this version" in why
            remedy = "install the same versions on all machines" if versions else "mend it there"
            raise InputError(f"no worker can be used: {address}: {why}", remedy=remedy)
        if now - crew.stirred > self._settings.wait:
            seconds = f"{self._settings.wait:g} seconds"
            if not crew.present:
                problem, remedy = f"no worker came to {self._settings.scheduler} in {seconds}", "start workers there"
            else:
                count = len(crew.present)
                problem, remedy = f"none of {count} workers has answered for {seconds}", "look at their logs"
            raise InputError(problem, remedy=f"{remedy} (docs/cluster.md); {_KEPT}")
