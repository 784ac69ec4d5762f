"""A store of two parties' words on a radar, and what each statement bears on, by hand."""

from pathlib import Path

from onrecord.record.answers import Filter
from onrecord.record.view import View
from onrecord.values import Kind, Reading, Speaker, Stance, Statement, cut
from onrecord.weigh.weighed import Weighed, all_of
from tests.record.kept import DORN, TOLVIK, document, reading, said, store
from tests.weigh.made import DOSSIER, bears

OFFICIAL = Speaker(name=None, type="unnamed", role="official", party="Varnia")
# day, who, kind, what was said, the words of a condition, those of a red line, and where it stands on the radar.
TOLD: tuple[tuple[str, Speaker, Kind, str, str, str, Stance | None], ...] = (
    ("2027-03-01", DORN, "demand", "the radar on Skerra must be dismantled before any limit on patrols", "", "", "for"),
    ("2027-03-02", TOLVIK, "refusal", "the radar on Skerra would never be dismantled", "", "never", "against"),
    ("2027-03-05", DORN, "offer", "Varnia could run a shared weather station on the median line", "", "", None),
    ("2027-03-06", OFFICIAL, "assertion", "the radar might stay", "", "", "against"),
    (
        "2027-03-14", TOLVIK, "offer",
        "Ostrel was ready to switch off the radar if Varnia shared a weather station with it",
        "if Varnia shared a weather station with it", "", "conditional",
    ),
)  # fmt: skip


def read(day: str, who: Speaker, kind: Kind, content: str, condition: str, red_line: str) -> Reading:
    text = f"{(who.name or 'An official').split()[-1]} said {content}. <b>Nobody</b> else spoke."
    doc = document(text, day, key=f"d{day}")

    def part(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),) if words else ()

    made: Statement = said(text, who, content, kind, on=day)
    made = made.model_copy(update={"condition": cut(text, part(condition)), "red_line": cut(text, part(red_line))})
    return reading(doc, made)


def kept(path: Path) -> View:
    """The store."""
    return store(path, *(read(*told[:-1]) for told in TOLD))


def weighed(view: View, as_of: str | None = None) -> Weighed:
    """What its positions are made from."""
    found = view.statements(all_of(Filter(as_of=as_of)))
    stances = {content: stance for *_, content, _, _, stance in TOLD}
    bearings = {s.id: bears(radar=stances[s.content]) for s in found if "shared weather" not in s.content}
    return Weighed(found, bearings, DOSSIER, as_of)
