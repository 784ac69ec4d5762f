"""How many turns of transcripts are read as their labelled speaker's: `python -m evaluation.turns FOLDER`.

Labels are parsed here by a rule of their own, so that the reader is not measured by itself. A turn is right when it has
a statement, and every statement that begins in it and whose source is a label has the labelled surname; officials on
background have no name and the label's words as role. A turn without a substantive sentence needs no statement.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord.pipeline import gather, read_document
from onrecord.values import Reading, Statement

EVERY = 3  # of how many transcripts one is read for the floors: all of them take a minute
LEAST = 6  # words of a sentence that cannot be a courtesy alone
_LABEL = re.compile(
    r"^(?P<press>Q|QUESTION|REPORTER|OPERATOR)(?=[: \t\u00a0])"
    r"|^(?P<who>[A-Z][A-Za-z.'’-]*(?: [A-Z#\d][A-Z.'’\d-]*){0,5})(?=:\s)",
    re.M,
)
_COURTESY = re.compile(
    r"\b(?:thank\w*|welcome|question\w*|morning|afternoon|everyone|everybody|happy|go ahead)\b", re.I
)
_OFFICE = re.compile(r"\b(?:OFFICIALS?|PRESIDENT|LADY|MODERATOR|MINISTER|SECRETARY)\b(?: #?\d+)?$")


@dataclass(frozen=True)
class Turn:
    """A labelled stretch of a transcript; ``who`` is None for the press."""

    who: str | None
    start: int
    end: int
    text: str

    @property
    def substantive(self) -> bool:
        """Whether some sentence is long enough to state something and is no courtesy or question."""
        parts = re.split(r"(?<=[.!?])\s+", re.sub(r"\([^)]*\)", " ", self.text))
        whole = [p for p in parts if not p.endswith(("?", "—")) and not _COURTESY.search(p)]
        return any(len(p.split()) >= LEAST for p in whole)


def turns(text: str) -> Iterator[Turn]:
    """The turns of a transcript in their order."""
    found = [m for m in _LABEL.finditer(text) if m["press"] or m["who"].isupper()]
    for m, after in zip(found, [*found[1:], None], strict=True):
        end = after.start() if after else len(text)
        yield Turn(m["who"], m.start(), end, text[m.end() : end].lstrip(": \t"))


def right(turn: Turn, reading: Reading) -> bool:
    """Whether the statements of a turn are the labelled speaker's."""
    mine = [s for s in reading.statements if turn.start <= s.content[0].start < turn.end]
    own = [s for s in mine if s.relayed_by is None]
    if turn.who is None:
        return not mine
    if not own:
        return not turn.substantive
    return all(_means(turn.who, s) for s in own) and all(s.quotation == "direct" for s in own)


def _means(who: str, statement: Statement) -> bool:
    name, role = statement.speaker.name, statement.speaker.role or ""
    if _OFFICE.search(who):
        described = who.removeprefix("THE ").casefold()
        return (name is None and role.casefold() == described) or (name is not None and described in role.casefold())
    return name is not None and name.split()[-1].casefold() == who.split()[-1].casefold()


def measure(reading: Reading) -> tuple[Counter[str], list[Turn]]:
    """Counts over one document's turns, and those that are wrong."""
    found = list(turns(reading.document.text))
    wrong = [t for t in found if not right(t, reading)]
    spoken = [t for t in found if t.who]
    counts = Counter(
        turns=len(spoken),
        right=len([t for t in spoken if t not in wrong]),
        press=len(found) - len(spoken),
        silent=len(found) - len(spoken) - len([t for t in wrong if t.who is None]),
        statements=len(reading.statements),
        relayed=sum(s.relayed_by is not None for s in reading.statements),
    )
    return counts, wrong


def shares(folder: Path) -> dict[str, float]:
    """Per cent of turns read right, and of the press's turns left alone, over some of a folder's transcripts."""
    total: Counter[str] = sum((measure(r)[0] for r in _transcripts(folder, EVERY)), Counter())
    return {
        "turns": 100 * total["right"] / max(1, total["turns"]),
        "press": 100 * total["silent"] / max(1, total["press"]),
    }


def _transcripts(folder: Path, every: int = 1) -> Iterator[Reading]:
    documents = (gather(str(path)) for path in sorted(folder.glob("*.md")))
    for document in [d for d in documents if d.genre == "transcript"][::every]:
        yield read_document(document)


def main(folder: str) -> None:
    """Print a table: a row a document, and one in all; wrong turns below."""
    columns = ("turns", "right", "press", "silent", "statements", "relayed")
    table, total, missed = Table("document", *columns), Counter[str](), list[Turn]()
    for reading in _transcripts(Path(folder)):
        counts, wrong = measure(reading)
        total += counts
        missed += wrong
        table.add_row((reading.document.title or "")[:50], *(str(counts[c]) for c in columns))
    table.add_row("in all", *(str(total[c]) for c in columns))
    Console().print(table)
    print(f"turns right: {100 * total['right'] / max(1, total['turns']):.1f}")
    for turn in missed:
        print(f"  {turn.who or 'Q'}: {' '.join(turn.text.split())[:100]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
