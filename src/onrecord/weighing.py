"""Weighing a store again and again: after a ruling or a new document only what changed is read again."""

from collections.abc import Iterable
from threading import Lock

from onrecord.read.bearing import Told, bearings
from onrecord.read.meaning import issue_meaning, meaning
from onrecord.read.model import load
from onrecord.record.answers import Filter, Said
from onrecord.record.find_statements import Statements
from onrecord.record.kept import Kept
from onrecord.record.view import View
from onrecord.values import Bearing, Dossier, Issue, Stance
from onrecord.weigh import weighed as made
from onrecord.weigh.sides import speaking

# Statements that a desk weighs: a quarter of a minute, half a gigabyte. What was said weighs half after half a year
# (weigh.evidence.HALF_LIFE), so what is left out of a larger store, the oldest, counts least.
MOST = 30_000
TEXTS = 5000  # conditions whose meanings are kept


class Weighing:
    """Weighs one store. What was read of a statement is kept by all that it was read from, so it is never stale."""

    def __init__(self, view: View, *, most: int = MOST) -> None:
        self._view, self._most = view, most
        self._said: Statements = Kept()
        self._meant: Kept[str, None, bytes] = Kept(TEXTS)
        self._lock = Lock()
        self._read = _Issues(())

    def __call__(self, dossier: Dossier, chosen: Filter) -> made.Weighed:
        """What a dossier's positions are made from as of a filter's day."""
        found, beyond = self._view.weighable(made.all_of(chosen), speaking(dossier), self._most, self._said)
        said = tuple(s for s, _ in found)
        held = {s.id: place for s, place in found if place is not None}
        by_number = {s.id: s for s in said}
        propositions = {i.id: i.proposition for i in dossier.issues}

        def read_stance(number: int, issue: str) -> Stance | None:
            s = by_number[number]
            return load().stances.stance(*made.told(s), s.kind, propositions[issue])

        rulings = made.on_dossier(self._view.rulings_on_issues(), by_number, propositions)
        bears = made.corrected(self._about(dossier.issues).bearings(found), rulings, read_stance)
        conditions = self._meanings(made.conditions(said, bears))
        return made.Weighed(said, bears, dossier, chosen.as_of, held, conditions, beyond)

    def _about(self, issues: tuple[Issue, ...]) -> "_Issues":
        """What is known of statements on these issues; that on others goes when a dossier changes."""
        with self._lock:
            if self._read.issues != issues:
                self._read = _Issues(issues)
            return self._read

    def _meanings(self, texts: Iterable[str]) -> dict[str, bytes]:
        return self._meant.of(dict.fromkeys(texts), lambda missing: [meaning(text, load()) for text in missing])


class _Issues:
    """Which of some issues statements bear on, as far as it was read."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        self._read: Kept[int, tuple[Said, bytes | None], tuple[Bearing, ...]] = Kept()
        self._places: list[bytes] | None = None

    def bearings(self, found: Iterable[tuple[Said, bytes | None]]) -> dict[int, tuple[Bearing, ...]]:
        """What statements, each with its place among meanings, bear on, by number."""
        wanted = {said.id: (said, place) for said, place in found}
        return self._read.of(wanted, lambda missing: self._sorted([wanted[number] for number in missing]))

    def _sorted(self, found: Iterable[tuple[Said, bytes | None]]) -> list[tuple[Bearing, ...]]:
        if self._places is None:
            self._places = [issue_meaning(issue, load()) for issue in self.issues]
        told = [Told(*made.told(said), kind=said.kind, meaning=place) for said, place in found]
        return bearings(told, self.issues, self._places, load().stances.stance)
