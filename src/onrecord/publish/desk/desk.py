"""What a desk stands on: a view of the store, a dossier and a conflict where there are any, and what may be written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.publish.desk.memo import Memo
from onrecord.publish.desk.yaml_file import YamlText
from onrecord.record.answers import Filter
from onrecord.record.rulings import Correction
from onrecord.record.view import View
from onrecord.values import Dossier
from onrecord.values.conflict import Conflict
from onrecord.weigh.weighed import Weighed


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
    """What became of one handed document: ``new``, ``changed``, ``known`` or ``failed``, its key, or why it failed."""

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
    dossier: Callable[[], Dossier | None]
    dossier_text: Callable[[], YamlText | None]
    conflict: Callable[[], Conflict | None]
    conflict_text: Callable[[], YamlText | None]
    editing: Editing | None = None
    memo: Memo = field(default_factory=Memo)

    def weighed(self, as_of: str | None) -> Weighed | None:
        """What the dossier's positions are made from as of a day; None without a dossier. Raises OnrecordError."""
        dossier = self.dossier()
        if dossier is None:
            return None
        return self.memo.of(
            ("weighed", as_of), (self.view.stamp(), dossier), lambda: self.weigh(dossier, Filter(as_of=as_of))
        )
