"""Propositions as what somebody says of another one: the plain acts of diplomacy, of which news has few, for a teacher.

A statement of two propositions that say the contrary of each other, told with a cue that turns its content or does not,
is the shortest lesson in negation. Nobody annotates these: a teacher that has learned from annotation judges them.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from evaluation.stance.score import Pair
from onrecord.values import Kind
from training.statements import by_document

SEED, EACH = 9, 2
SAME, OWN = 0.12, 0.85  # how often a proposition is set against itself, and (summed) against one of the same statement
# Cues with the words that lead to the content, and the kind that they tell.
FRAMES: tuple[tuple[str, str, Kind], ...] = (
    ("demanded", "that {}", "demand"),
    ("called for", "a deal under which {}", "demand"),
    ("insisted", "that {}", "demand"),
    ("said", "it must never be that {}", "demand"),
    ("ruled out", "that {}", "refusal"),
    ("rejected", "the idea that {}", "refusal"),
    ("refused to accept", "that {}", "refusal"),
    ("opposed", "any text in which {}", "refusal"),
    ("said", "it would not agree that {}", "refusal"),
    ("said", "there was no need that {}", "refusal"),
    ("promised", "to block any plan by which {}", "refusal"),
    ("warned against", "a world in which {}", "warning"),
    ("said", "it would be a mistake if {}", "warning"),
    ("pledged", "that {}", "commitment"),
    ("said", "it was ready to accept that {}", "offer"),
    ("was willing to discuss", "whether {}", "offer"),
    ("welcomed", "the decision that {}", "endorsement"),
    ("supported", "a proposal that {}", "endorsement"),
    ("criticised", "the plan under which {}", "accusation"),
    ("hoped", "that {}", "expectation"),
    ("did not rule out", "that {}", "assertion"),
    ("denied", "that {}", "assertion"),
    ("said", "{}", "assertion"),
    ("said", "it had not decided whether {}", "assertion"),
)
_LOWERED = re.compile("A|All|An|Any|Both|Each|Its|More|New|No|Rich|States|Talks|The|There")


def posed(rows: Iterable[dict]) -> Iterator[Pair]:
    """For each annotated statement of two propositions or more, EACH pairs of them; the stance of none is known."""
    chance = random.Random(SEED)
    for rows_of in by_document(rows).values():
        own = _propositions(rows_of)
        for of in own:
            if len(of) > 1:
                yield from (_pair(of, own, chance) for _ in range(EACH))


def _propositions(rows: Iterable[dict]) -> list[list[str]]:
    """The propositions of each statement of a document."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[str(row["content"])].append(" ".join(row["proposition"].split()))
    return list(found.values())


def _pair(of: Sequence[str], document: Sequence[Sequence[str]], chance: random.Random) -> Pair:
    told, draw = chance.choice(of), chance.random()
    other = [p for p in of if p != told] if draw < OWN else chance.choice(document)
    asked = told if draw < SAME else chance.choice(other or of)
    cue, frame, kind = chance.choice(FRAMES)
    return Pair(cue, frame.format(_within(told)), "", kind, asked, None)


def _within(proposition: str) -> str:
    """A proposition as it stands within a sentence."""
    first, _, rest = proposition.rstrip(".").partition(" ")
    return f"{first.lower() if _LOWERED.fullmatch(first) else first} {rest}"
