"""Statements that nobody annotated, for a teacher to judge: what the reader finds, and sentences given to a speaker.

From documents that nothing is chosen or measured on.
"""

import random
from collections.abc import Iterable, Iterator, Sequence

from onrecord.read.model import Model
from onrecord.read.parse import parse
from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import Range

SEED = 7
PLAIN = 0.25  # of the sentences have no speaker, as in a transcript
WORDS = range(5, 46)  # of a sentence
SOURCE, CUE = 60, 25  # characters of a source and a cue that are lent
Said = tuple[Parsed, Attribution]


def statements(silver: Iterable[dict], model: Model) -> tuple[list[Said], list[Said]]:
    """What the reader finds in documents with silver sentences, and the sentences in which it finds nothing."""
    found: list[Said] = []
    rest: list[str] = []
    for row in silver:
        text, starts = row["text"], row["sentences"]
        known = Parsed(text, tuple(zip(starts, [*starts[1:], len(text)], strict=True)), ())
        said = parse(text, model).attributions
        found += [(known, a) for a in said]
        rest += _left(known, [span for a in said for span in a.content])
    rng = random.Random(SEED)
    frames = [_frame(known.text, a) for known, a in found if _short(a)]
    return found, [_lent(sentence, frames, rng) for sentence in rest]


def _left(known: Parsed, taken: Sequence[Range]) -> Iterator[str]:
    for start, end in known.sentences:
        sentence = " ".join(known.text[start:end].split())
        if len(sentence.split()) in WORDS and not any(a < end and b > start for a, b in taken):
            yield sentence


def _short(a: Attribution) -> bool:
    return all(len(s) == 1 and s[0][1] - s[0][0] < most for s, most in ((a.source, SOURCE), (a.cue, CUE)))


def _frame(text: str, a: Attribution) -> tuple[str, str]:
    source, cue = (" ".join(text[start:end].split()) for (start, end) in (a.source[0], a.cue[0]))
    return source, cue


def _lent(sentence: str, frames: Sequence[tuple[str, str]], rng: random.Random) -> Said:
    """A sentence as somebody's statement: with the source and cue of another one before it, or alone."""
    source, cue = ("", "") if rng.random() < PLAIN else rng.choice(frames)
    head = f"{source} {cue} " if source else ""
    text = head + sentence
    spans = ((0, len(source)),), ((len(source) + 1, len(source) + 1 + len(cue)),)
    of, by = spans if source else ((), ())
    return Parsed(text, ((0, len(text)),), ()), Attribution(of, by, ((len(head), len(text)),), 1.0, layout=not source)
