"""A draft in words: whatever a record holds, it is YAML that is read again, and no control character is in it."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import StoreError
from onrecord.gather.dossier import loads
from onrecord.pipeline import weighed
from onrecord.publish.dossier import clean, drafted, explained, summary, written
from onrecord.record.answers import Filter
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.values import Dossier, Kind
from onrecord.weigh.drafting import Person, draft
from tests.record.kept import DORN, TOLVIK, document, meets, reading, said, store
from tests.weigh.spoken import known, met, spoken

ODD = (
    *("Varnia", "Ostrel", "varnia", "Talks: the end", "# not a comment", "no", "~", "'quoted'", '"', "a\nb", "a\\nb"),
    *("\x1b[31mred", "- dash", "{brace}", "[x]", "&anchor", "*alias", "!tag", "%", "@", "`", "|", ">", "a #b", "x: y"),
    *("\u2028", "\x85", "é", "\ud800", "\ufeff", "\uffff", "\x00", " ", "null", "1998", "2027-01-01", "-", "?", ", "),
    *("—", "Ω", "\u202e"),
)
NAMES = st.sampled_from(ODD) | st.text(max_size=12)
KINDS: tuple[Kind, ...] = ("demand", "offer", "refusal", "commitment")


@settings(deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=6), st.lists(NAMES, min_size=1, max_size=6), st.text(max_size=9))
def test_whatever_is_on_record_the_draft_loads(names: list[str], words: list[str], title: str) -> None:
    record = [
        spoken(i, name or None, KINDS[i % 4], f"the {words[i % len(words)]} of the radar station on {name}", actor=i)
        for i, name in enumerate([*names, *names])
    ]
    meetings = [met(*names, forum=words[0], what="x", delegates=tuple(words)), met(*names, forum=words[-1])]
    people = [Person(known(i, w, names[i % len(names)]), words[0]) for i, w in enumerate(words)]
    made = draft(record, meetings, people, {}, title=title or None)
    text = written(made)
    again = loads(text, "draft.yaml")
    assert again == clean(made.dossier)
    assert yaml.safe_load(text)["title"] is not None
    assert all(c == "\n" or c >= " " for c in text)
    assert "\x7f" not in text


def test_a_draft_of_a_store(tmp_path: Path) -> None:
    texts = [
        "Dorn said the radar station on Skerra must be closed. Varnia and Ostrel will meet in Kelmar.",
        "Tolvik ruled out that the radar station on Skerra be closed. Varnia and Ostrel will meet in Kelmar.",
    ]
    docs = [document(t, f"2027-03-0{i}", "Wire: late #1") for i, t in enumerate(texts, 1)]
    spans = ["the radar station on Skerra must be closed", "that the radar station on Skerra be closed"]
    view = store(
        tmp_path / "t.db",
        *(
            reading(
                d, said(d.text, who, words, kind),
                meetings=[meets(d.text, "Varnia and Ostrel will meet", None, forum="Kelmar Council")],
            )
            for d, who, words, kind in zip(docs, (DORN, TOLVIK), spans, ("demand", "refusal"), strict=True)
        ),
    )  # fmt: skip
    text = drafted(view, Filter())
    made = loads(text, "t")
    assert {p.name for p in made.parties} == {"Varnia", "Ostrel"}
    assert {d.role for p in made.parties for d in p.people} == {"Foreign Minister"}
    assert [f.name for f in made.forums] == ["Kelmar Council"]
    (issue,) = made.issues
    assert issue.proposition == "draft: the radar station on Skerra must be closed"
    assert "radar station" in issue.phrases
    assert "Ilya Dorn, 2027-03-01, Wire: late #1 · demand: the radar station on Skerra must be closed" in text
    assert (made.period.start, made.period.end) == ("2027-03-01", "2027-03-02")
    assert loads(drafted(view, Filter(as_of="2027-03-01"), title="T"), "t").period.end == "2027-03-01"
    assert "newest" not in text
    cut = drafted(view, Filter(), newest=1)
    assert "# It is of the newest 1 statements and meetings; the record holds more" in cut
    assert loads(cut, "t").period.start == "2027-03-02"
    told = explained(view, weighed(view, made, Filter()))
    assert told.found.everything_matches
    assert told.lines[0] == "All that the dossier names is on record."


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    open_store(tmp_path / "t.db", create=True, write=True).dispose()
    view = View.open(tmp_path / "t.db")
    with pytest.raises(StoreError, match=r"no statement on record here\. Add documents with"):
        drafted(view, Filter())
    assert "no statement yet" in explained(view, weighed(view, Dossier(title="T"), Filter())).lines[0]


def test_a_summary_counts() -> None:
    made = loads("title: T\nparties: [A, B]\nissues: [{id: i, name: N, proposition: P}]", "t")
    assert summary(made) == "T: valid, 2 parties, 0 forums, 1 issue."
