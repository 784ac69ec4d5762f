"""The head that tells what a statement does, over what the encoder makes of its pieces."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from onrecord.read.parsed import Attribution
from onrecord.spans import Range

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """Two layers, from a statement's pooled acts and signals to scores of its kinds."""

    up: Floats
    up_bias: Floats
    out: Floats
    out_bias: Floats

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read the head's weights (float16, .npz)."""
        with np.load(file) as held:
            return cls(*(held[name].astype(np.float32) for name in ("up", "up_bias", "out", "out_bias")))

    def scores(self, features: Floats) -> Floats:
        """Scores of the kinds, (KINDS,), from (features,)."""
        scores: Floats = self.out @ _relu(self.up @ features + self.up_bias) + self.out_bias
        return scores


@dataclass(frozen=True)
class Acts:
    """A text's pieces as the kind head sees them: ``offsets`` (pieces, 2), ``values`` (pieces, acts + 1).

    The last value of a piece is how much it draws attention within its content.
    """

    offsets: NDArray[np.int64]
    values: Floats
    head: Head

    def odds(self, attribution: Attribution, signals: Floats) -> Floats:
        """How likely a statement is of each kind, (KINDS,), given what its phrases speak for."""
        content, cue = self._pieces(attribution.content), self._pieces(attribution.cue)
        values = _relu(self.values[content, :-1])
        pooled = [_softmax(self.values[content, -1]) @ values, _mean(values), _mean(_relu(self.values[cue, :-1]))]
        return _softmax(self.head.scores(np.concatenate([*pooled, signals, [np.float32(len(cue) > 0)]])))

    def _pieces(self, ranges: Iterable[Range]) -> NDArray[np.int64]:
        starts, ends = self.offsets[:, 0], self.offsets[:, 1]
        runs = [np.arange(np.searchsorted(ends, s, side="right"), np.searchsorted(starts, e)) for s, e in ranges]
        return np.concatenate([np.zeros(0, dtype=np.int64), *runs])


def _relu(x: Floats) -> Floats:
    out: Floats = np.maximum(x, 0)
    return out


def _mean(x: Floats) -> Floats:
    mean: Floats = x.mean(0) if len(x) else np.zeros(x.shape[1], dtype=np.float32)
    return mean


def _softmax(x: Floats) -> Floats:
    raised = np.exp(x - x.max(initial=-np.inf))
    odds: Floats = raised / raised.sum()
    return odds
