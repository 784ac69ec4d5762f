"""PolNeAR and silver labels as arrays over the reader's word pieces."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.read.pieces import Pieces, cut, windows
from onrecord.read.scheme import ENTITIES, ROLES

Ints = NDArray[np.int64]
IGNORED = -100


@dataclass(frozen=True)
class Cue:
    """One gold attribution seen from its cue: the cue's pieces and every role's BIO tags over the whole document."""

    start: int
    end: int
    tags: Ints


@dataclass(frozen=True)
class Labelled:
    """A document's pieces with labels; ``roles`` is None where only silver labels exist."""

    id: str
    pieces: Pieces
    cues: list[Cue]
    roles: Ints | None
    entities: Ints
    sentences: Ints


@dataclass(frozen=True)
class Slice:
    """A window of a labelled document."""

    document: Labelled
    start: int
    end: int

    @property
    def cues(self) -> list[Cue]:
        """The cues that lie wholly inside the window."""
        return [c for c in self.document.cues if self.start <= c.start and c.end <= self.end]


def load_lines(path: Path) -> list[dict]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def reference(record: dict) -> list[dict]:
    """The reference reading of a PolNeAR record: its first annotator's, in sorted order."""
    return record["readings"][min(record["readings"])] if record["readings"] else []


def label(record: dict, silver: dict, tokenizer: Tokenizer) -> Labelled:
    """Label one record's pieces with its attributions (where it has readings) and its silver entities and sentences."""
    pieces = cut(record["text"], tokenizer)
    cues, roles = [], None
    if "readings" in record:
        roles = np.zeros(len(pieces), dtype=np.int64)
        for attribution in reference(record):
            tags = _tags(pieces, [(ROLES.index(r), s) for r in ROLES for s in attribution.get(r) or []])
            roles = np.where(tags > 0, tags, roles)
            where = np.flatnonzero((tags == 3) | (tags == 4))
            if len(where):
                cues.append(Cue(int(where[0]), int(where[-1]) + 1, tags))
    entities = _tags(pieces, [(ENTITIES.index(k), (s, e)) for s, e, k in silver["entities"] if k in ENTITIES])
    starts = np.isin(pieces.offsets[:, 0], silver["sentences"]).astype(np.int64)
    return Labelled(record["id"], pieces, cues, roles, entities, starts)


def _tags(pieces: Pieces, spans: list[tuple[int, tuple[int, int]]]) -> Ints:
    tags = np.zeros(len(pieces), dtype=np.int64)
    starts, ends = pieces.offsets[:, 0], pieces.offsets[:, 1]
    for kind, (start, end) in spans:
        first, last = int(np.searchsorted(ends, start, side="right")), int(np.searchsorted(starts, end))
        if first < last:
            tags[first:last] = 2 + 2 * kind
            tags[first] = 1 + 2 * kind
    return tags


def slices(documents: list[Labelled], rng: random.Random, size: int = 254, overlap: int = 32) -> Iterator[Slice]:
    """All documents' windows, with boundaries moved at random from epoch to epoch."""
    for document in documents:
        for window in windows(document.pieces, size, overlap, first=rng.randint(size // 2, size)):
            yield Slice(document, window.start, window.end)
