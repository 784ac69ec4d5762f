"""Weighing again: what changed is read again and nothing else, and the answer is as if all had been read."""

import shutil
import threading
from pathlib import Path

import pytest

import onrecord.weighing
from onrecord.gather.dossier import load
from onrecord.pipeline import add, listed, weighed
from onrecord.read.bearing import bearings
from onrecord.record.answers import Filter
from onrecord.record.kept import Kept
from onrecord.record.rulings import Correction
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import Delegate, DossierParty
from onrecord.weighing import Weighing

EXAMPLES = Path(__file__).parents[1] / "examples"
DOSSIER = load(EXAMPLES / "dossier.yaml")
ALL = Filter()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weighing") / "examples.db"
    add(path, listed([str(p) for p in sorted(EXAMPLES.glob("*.md"))[1:]]))
    return path


@pytest.fixture
def view(examples: Path, tmp_path: Path) -> View:
    return View.open(Path(shutil.copy(examples, tmp_path / "talks.db")))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements were read each time."""
    counted: list[int] = []

    def counting(told, issues, meanings, stand):  # type: ignore[no-untyped-def]
        counted.append(len(told))
        return bearings(told, issues, meanings, stand)

    monkeypatch.setattr(onrecord.weighing, "bearings", counting)
    return counted


def test_only_what_a_ruling_changed_is_read_again(view: View, read: list[int]) -> None:
    weighing = Weighing(view)
    before = weighing(DOSSIER, ALL)
    assert weighing(DOSSIER, ALL) == before
    assert read == [len(before.said)]
    one = before.said[3]
    writer = Writer(open_store(view.address, write=True), view.address)
    writer.rule(Correction(one.id, "kind", "warning" if one.kind != "warning" else "demand"), judge="Ada")
    after = weighing(DOSSIER, ALL)
    assert read == [len(before.said), 1]
    assert after != before
    assert after == weighed(view, DOSSIER, ALL)
    kept = {s.id: s for s in before.said}
    assert sum(s is kept[s.id] for s in after.said) == len(before.said) - 1


def test_every_kind_of_change_shows(view: View) -> None:
    """As if weighed anew: after a rejection and its withdrawal, another speaker, a new document, two actors merged."""
    weighing, writer = Weighing(view), Writer(open_store(view.address, write=True), view.address)
    one, other = weighing(DOSSIER, ALL).said[:2]
    number = writer.rule(Correction(one.id, "reject"), judge="Ada")
    assert one.id not in {s.id for s in weighing(DOSSIER, ALL).said}
    writer.withdraw(number, judge="Ada")
    assert weighing(DOSSIER, ALL).said[0] == one
    who = {"name": "Ida Marr", "type": "person", "role": "envoy", "party": "Varnia"}
    writer.rule(Correction(other.id, "speaker", who), judge="Ada")
    assert weighing(DOSSIER, ALL) == weighed(view, DOSSIER, ALL)
    add(view.address, listed([str(min(EXAMPLES.glob("*.md")))]))
    assert weighing(DOSSIER, ALL) == weighed(view, DOSSIER, ALL)
    first, second = (k.id for k in view.actors()[:2])
    writer.merge(first, second, judge="Ada", reason="a test")
    assert weighing(DOSSIER, ALL) == weighed(view, DOSSIER, ALL)
    day = min(s.date for s in weighing(DOSSIER, ALL).said)
    assert weighing(DOSSIER, Filter(as_of=day)) == weighed(view, DOSSIER, Filter(as_of=day))


def test_another_dossier_is_read_anew(view: View, read: list[int]) -> None:
    weighing = Weighing(view)
    weighing(DOSSIER, ALL)
    fewer = DOSSIER.model_copy(update={"issues": DOSSIER.issues[:1]})
    assert weighing(fewer, ALL) == weighed(view, fewer, ALL)
    assert len(read) == 3
    renamed = fewer.model_copy(update={"title": "Another title"})
    weighing(renamed, ALL)
    assert len(read) == 3  # what statements bear on hangs on the issues alone


def test_of_a_large_store_the_newest_words_of_the_parties_are_weighed(view: View) -> None:
    every = Weighing(view)(DOSSIER, ALL)
    party = DOSSIER.parties[0]
    alone = DOSSIER.model_copy(update={"parties": (party,)})
    few = Weighing(view, most=3)(alone, ALL)
    assert len(few.said) == 3
    assert few.beyond == len(every.said) - 3
    assert {s.party for s in few.said} == {party.name}
    assert few.said == tuple(s for s in every.said if s.party == party.name)[:3]
    assert every.beyond == 0


def test_of_a_large_store_someone_is_found_by_the_name_of_one_merged_into_them(view: View) -> None:
    kept, other = (view.named(name)[0].id for name in ("Maren Tolvik", "Rurik Sand"))
    writer = Writer(open_store(view.address, write=True), view.address)
    writer.merge(kept, other, judge="Ada", reason="a test")
    of_sand = DossierParty(name="Nobody else", people=(Delegate(name="Rurik Sand"),))
    few = Weighing(view, most=1)(DOSSIER.model_copy(update={"parties": (of_sand,)}), ALL)
    assert [s.actor for s in few.said] == [kept]
    writer.engine.dispose()


def test_kept_is_bounded_and_made_once_a_name() -> None:
    kept: Kept[int, str, str] = Kept(most=2)
    made: list[int] = []

    def make(names: list[int]) -> list[str]:
        made.extend(names)
        return [f"{name}!" for name in names]

    assert kept.of({1: "a", 2: "b"}, make) == {1: "1!", 2: "2!"}
    assert kept.of({2: "b"}, make) == {2: "2!"}
    assert kept.of({3: "c"}, make) == {3: "3!"}
    assert len(kept) == 2
    kept.of({2: "b", 3: "c"}, make)
    assert made == [1, 2, 3]
    kept.of({1: "a", 3: "changed"}, make)
    assert made == [1, 2, 3, 1, 3]


def test_threads_that_weigh_at_once_agree(view: View) -> None:
    weighing, found = Weighing(view), []
    threads = [threading.Thread(target=lambda: found.append(weighing(DOSSIER, ALL))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(one == found[0] for one in found)
