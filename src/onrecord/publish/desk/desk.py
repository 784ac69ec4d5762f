"""What a desk stands on: a view of the store, a dossier and a conflict where there are any, and what may be written."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from onrecord.errors import OnrecordError
from onrecord.publish.desk.background import Answer, Background
from onrecord.publish.desk.memo import Memo
from onrecord.publish.desk.standing import Standing, Stood, stood
from onrecord.publish.desk.yaml_file import YamlText
from onrecord.record.answers import Filter, Said
from onrecord.record.rulings import Correction
from onrecord.record.view import View
from onrecord.values import Bearing, Dossier, Stance
from onrecord.values.conflict import Conflict
from onrecord.weigh.weighed import Weighed

T = TypeVar("T")
WAITED_FOR = 1.0  # seconds of the processor that a file waits for the newest positions
SHELF = 200  # documents laid out, and parts of them as they are shown
Bears = Callable[[Said, bytes | None], Sequence[Bearing]]  # a statement and its meaning: the issues that it bears on


@dataclass(frozen=True)
class Handed:
    """A document handed in at the desk: pasted ``text``, an uploaded ``file`` with its name, or a ``url``."""

    name: str
    text: str | None = None
    file: Path | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True)
class Taken:
    """What became of one handed document: ``new``, ``changed``, ``known``, ``failed``, ``skipped``; its key, or why."""

    name: str
    outcome: str
    document: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Editing:
    """What the desk may write, each a callable that the command hands in. Writes wait for each other."""

    rule: Callable[[Correction, str], int]  # a correction and who makes it: the ruling's number
    withdraw: Callable[[int, str], None]  # a ruling's number and who takes it back
    merge: Callable[[int, int, str, str], None]  # the actor kept, the other, who says so, why
    split: Callable[[int, Sequence[str], str | None, str, str], int]  # actor, documents, spelling, who, why
    add: Callable[[Handed, Callable[[Taken], None]], None]  # one hand-in may hold several documents
    check_dossier: Callable[[str], Dossier]  # a text: the dossier it is; DossierError, with every fault
    save_dossier: Callable[[str, str | None], None]  # a text and the state it was made from, None for no file
    draft_dossier: Callable[[], str]  # a first one out of the record
    check_conflict: Callable[[str], Conflict]  # a text: the conflict it is; OnrecordError, with every fault
    save_conflict: Callable[[str, str | None], None]  # likewise
    close: Callable[[], None]  # when nothing is written any more: the store is one file again


@dataclass(frozen=True)
class Desk:
    """Everything that pages are made from. ``editing`` is None where nothing may be written.

    ``dossier`` and ``conflict`` read their files when asked, and raise OnrecordError where a file is not valid.
    """

    view: View
    weigh: Callable[[Dossier, Filter], Weighed]
    bearer: Callable[[Dossier], Bears]
    dossier: Callable[[], Dossier | None]
    dossier_text: Callable[[], YamlText | None]
    conflict: Callable[[], Conflict | None]
    conflict_text: Callable[[], YamlText | None]
    editing: Editing | None = None
    memo: Memo = field(default_factory=Memo)
    shelf: Memo = field(default_factory=lambda: Memo(SHELF))  # documents: apart, so that they push no dearer answer out
    background: Background = field(default_factory=Background)

    def sound_dossier(self) -> Dossier | None:
        """The dossier for what goes on without one: None also where its file has faults, which the frame tells of."""
        with suppress(OnrecordError):
            return self.dossier()
        return None

    def read_bearings(self, said: Said) -> Mapping[str, Stance | None]:
        """The issues that one statement bears on as the reader has it, with its stance; nothing that persons ruled."""
        dossier = self.sound_dossier()
        if dossier is None:
            return {}
        bears = self.memo.of("bearer", dossier, lambda: self.bearer(dossier))
        return {b.issue: b.stance for b in bears(said, self.view.meanings([said.id]).get(said.id))}

    def standing(self, as_of: str | None) -> Standing | None:
        """Where the dossier's parties stand as of a day; None without a dossier. Raises OnrecordError.

        On a large record it is the last that was made, while the next is; where there is none yet, NotYetError.
        """
        made = self._stood(as_of)
        return _standing(made) if made else None

    def standing_now(self, as_of: str | None) -> Standing | None:
        """The same, made at once where the last is behind and that takes less than a second: for files and feeds."""
        made, dossier = self._stood(as_of), self.dossier()
        if made is None or dossier is None or not made.behind or made.took > WAITED_FOR:
            return _standing(made) if made else None

        def make() -> Standing:
            fresh = stood(self.weigh(dossier, Filter(as_of=as_of)))
            return Standing(**vars(fresh), made=datetime.now(UTC), behind=False)

        return self.memo.of(("standing now", as_of), (self.view.stamp(), dossier), make)

    def _stood(self, as_of: str | None) -> Answer[Stood] | None:
        dossier = self.dossier()
        if dossier is None:
            return None
        state = (self.view.stamp(), dossier)
        return self.background.of(("standing", as_of), state, lambda: stood(self.weigh(dossier, Filter(as_of=as_of))))

    def weighed(self, as_of: str | None) -> Weighed | None:
        """What the positions of ``standing`` are made from."""
        found = self.standing(as_of)
        return found.weighed if found else None

    def further(self, standing: Standing, name: Hashable, make: Callable[[Standing], T]) -> tuple[Standing, T]:
        """What follows from a standing, made once, with the standing it is of: an earlier one where it takes long.

        Raises NotYetError where there is none yet.
        """
        named = (name, standing.weighed.as_of)
        return self.background.of(named, standing.made, lambda: (standing, make(standing))).value


def _standing(made: Answer[Stood]) -> Standing:
    return Standing(**vars(made.value), made=made.made, behind=made.behind)
