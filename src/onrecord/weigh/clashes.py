"""Issues on which parties exclude each other, the hardest first, each side in its sharpest words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.record.answers import Said
from onrecord.values import Dossier, Issue, Kind
from onrecord.weigh.disputes import stems
from onrecord.weigh.evidence import FORMS, RANKS, best, rank, settles
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.quoting import matter, words_of
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Bearings, Wording, known_by

# What is said outright is sharper than what is said about others.
SHARP: dict[Kind, int] = {"refusal": 3, "demand": 3, "warning": 2, "commitment": 2, "offer": 2, "accusation": 1}


@dataclass(frozen=True)
class Stand:
    """A party's position, and the statement that puts it best."""

    position: Position
    words: Wording


@dataclass(frozen=True)
class Clash:
    """An issue that some parties are for, or conditionally for, and others against."""

    issue: str
    pro: tuple[Stand, ...]
    contra: tuple[Stand, ...]

    @property
    def red_lines(self) -> int:
        """On how many sides a red line is drawn: 0 to 2."""
        return sum(any(s.position.red_line for s in side) for side in (self.pro, self.contra))


def clashes(
    said: Iterable[Said], bearings: Bearings, dossier: Dossier, as_of: str | None = None,
    held: Sequence[Position] | None = None,
) -> tuple[Clash, ...]:  # fmt: skip
    """Where one party is for and another against, or draws a red line where another is for on conditions.

    Hardest first: red lines on both sides, then on one; then by the rank of who speaks on the lower side, by how many
    sides are quoted directly, and by how lately the issue was spoken of. ``held`` are the positions, where known.
    """
    known = known_by(said, as_of)
    spoken = ranked(known, dossier)
    held = positions(known, bearings, dossier, as_of) if held is None else held
    found = [c for issue in dossier.issues for c in _clash(issue, [p for p in held if p.issue == issue.id], spoken)]
    return tuple(sorted(found, key=lambda c: _hardness(c, spoken), reverse=True))


def ranked(known: Iterable[Said], dossier: Dossier) -> dict[int, Said]:
    """Statements by number, each with its speaker's role where the dossier alone knows it."""
    sides = Sides(dossier)
    roles = ((s, sides.role(s)) for s in known)
    return {s.id: s if role == s.role else replace(s, role=role) for s, role in roles}


def stand(position: Position, spoken: dict[int, Said], issue: Issue) -> Stand:
    """A set position in its sharpest words.

    Absolute words come first, then the plainest kind, direct ones, those of the highest rank, those most on the matter.
    """
    about = matter(issue)
    drawn = position.red_line.statement if position.red_line else None
    named = [(spoken[n], words_of(spoken[n], about)) for n in position.behind if settles(spoken[n])]

    def sharpness(one: tuple[Said, Wording]) -> tuple[bool, int, float, float, int, str, int]:
        s, words = one
        on_matter = len(stems(words.text) & about)
        return s.id == drawn, SHARP.get(s.kind, 0), FORMS[best(s).quotation], RANKS[rank(s)], on_matter, s.date, s.id

    return Stand(position, max(named, key=sharpness)[1])


def _clash(issue: Issue, held: Sequence[Position], spoken: dict[int, Said]) -> Iterable[Clash]:
    contra = [p for p in held if p.stance == "against"]
    pro = [p for p in held if p.stance == "for"]
    pro += [p for p in held if p.stance == "conditional" and any(c.red_line for c in contra)]
    if pro and contra:
        yield Clash(issue.id, *(tuple(stand(p, spoken, issue) for p in side) for side in (pro, contra)))


def _hardness(clash: Clash, spoken: dict[int, Said]) -> tuple[int, float, int, str]:
    sides = (clash.pro, clash.contra)
    voices = [[spoken[s.words.statement] for s in side] for side in sides]
    highest = min(max(RANKS[rank(v)] for v in side) for side in voices)
    direct = sum(any(best(v).quotation == "direct" for v in side) for side in voices)
    return clash.red_lines, highest, direct, max(s.position.last for side in sides for s in side)
