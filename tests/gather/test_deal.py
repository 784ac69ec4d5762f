"""Negotiation files: what an analyst writes is read, and every fault is named with its place and its cure."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import FileFaultError, InputError
from onrecord.gather.deal import load, loads
from onrecord.settings import MAX_DEAL
from onrecord.values.deal import Bounds, exactly, ranked

WHOLE = """\
title: "The strait: a package"
all_but: 1
issues:
  - {name: Patrols, resolutions: [none, joint, own]}
  - {name: Toll, resolutions: [kept, dropped], cites: [st-4], ground: stated}
parties:
  - name: Veldt
    veto: yes
    threshold: {is: 12.5, cites: [st-1], ground: stated}
    scores:
      Patrols: [0, 10–20, [5, 7]]
      Toll: {kept: 3, dropped: -1 to 2}
  - name: Oria
    threshold: 4..6
    scores:
      Patrols: {ranking: [own, [joint, none]], worst: 0, best: 9, cites: [st-2, st-3], ground: inferred}
      Toll: {worth: {dropped: 4, kept: 0}, ground: stated}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(FileFaultError) as caught:
        loads(text, "talks.yaml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("talks.yaml:") for line in lines)
    return [line.removeprefix("talks.yaml:") for line in lines]


def changed(old: str, new: str) -> str:
    assert WHOLE.count(old) == 1, old
    return WHOLE.replace(old, new)


def test_everything_that_can_be_written_is_read() -> None:
    made = loads(WHOLE, "talks.yaml")
    assert made.title == "The strait: a package"
    assert made.all_but == 1
    assert [(i.name, i.resolutions) for i in made.issues] == [
        ("Patrols", ("none", "joint", "own")), ("Toll", ("kept", "dropped")),
    ]  # fmt: skip
    assert (made.issues[1].line, made.issues[1].cites, made.issues[1].ground) == (5, ("st-4",), "stated")
    veldt, oria = made.parties
    assert (veldt.veto, oria.veto, veldt.line, oria.line) == (True, False, 7, 13)
    assert (veldt.threshold.bounds, veldt.threshold.cites) == (exactly(12.5), ("st-1",))
    assert oria.threshold.bounds == Bounds(low=Decimal(4), high=Decimal(6))
    assert veldt.scores[0].bounds == (exactly(0), Bounds(low=10, high=20), Bounds(low=5, high=7))
    assert veldt.scores[1].bounds == (exactly(3), Bounds(low=-1, high=2))
    assert oria.scores[0].bounds == ranked((2, 2, 1), 0, 9).bounds
    assert (oria.scores[0].ranks, oria.scores[0].cites, oria.scores[0].line) == ((2, 2, 1), ("st-2", "st-3"), 16)
    assert oria.scores[1].bounds == (exactly(0), exactly(4))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed("kept: 3, dropped: -1 to 2", "kept: 3"), r"12:13: Veldt, Toll: dropped has no score\. Add dropped:"),
        (
            changed("kept: 3, ", "keep: 3, "),
            r"12:14: Veldt, Toll: no resolution is called 'keep'\. Did you mean 'kept'",
        ),
        (changed("[0, 10–20, [5, 7]]", "[0, 10–20]"), r"11:16: Veldt, Patrols: 2 scores for 3 resolutions \(none, jo"),
        (changed("10–20", "20–10"), r"11:20: .* range from 20 to 10 is upside down\. Write the lower"),
        (changed("10–20", "ten"), r"11:20: Veldt, Patrols: 'ten' is no number\. Write one below 1,000,000,000 as 12"),
        (changed("10–20", "1000000000"), r"11:20: .* is no number"),
        (changed("10–20", "0.1234567"), r"11:20: .* is no number"),
        (changed("10–20", ".nan"), r"11:20: .* is no number"),
        (changed("10–20", "{a: 1}"), r"11:20: .* is keys and values where a text is wanted"),
        (changed("[0, 10–20, [5, 7]]", "7"), r"11:16: .* is a text where a list of scores is wanted"),
        (changed("      Toll: {kept: 3, dropped: -1 to 2}\n", ""), r"11:7: the scores of Veldt miss Toll\. Add Toll:"),
        (
            changed("      Toll: {kept", "      Tolls: {kept"),
            r"12:7: the scores of Veldt: no issue is called 'Tolls'\. Di",
        ),
        (changed("{ranking: [own, [joint, none]]", "{ranking: [own, joint]"), r"ranking: none is missing\. Rank every"),
        (
            changed("[own, [joint, none]]", "[own, [joint, none], own]"),
            r"16:\d+: Oria, Patrols, ranking: own stands twice",
        ),
        (
            changed("[own, [joint, none]]", "[own, [joint, non]]"),
            r"no resolution is called 'non'\. Did you mean 'none'",
        ),
        (changed("worst: 0, best: 9", "worst: 9, best: 0"), r"the best is worth less than the worst, 9\. Swap"),
        (changed("worst: 0, best: 9, ", "best: 9, "), r"a ranking alone cannot be added up\. Add worst: and what"),
        (changed("best: 9", "best: 8–9"), r"16:\d+: Oria, Patrols, best: one number is wanted"),
        (changed("{worth: {dropped: 4, kept: 0}", "{best: 3"), r"17:13: Oria, Toll: write a score for each resolution"),
        (changed("{worth: {dropped: 4, kept: 0}", "{worth: [0, 1], worst: 0"), r"17:\d+: .*worst goes with a ranking"),
        (
            changed("ground: inferred", "ground: guessed"),
            r"16:\d+: ground: 'guessed' is not known\. Write one of: stated",
        ),
        (changed("    threshold: 4..6\n", ""), r"13:5: a party has no threshold\. Add: threshold: …"),
        (
            changed("threshold: 4..6", "threshold: [6, 4]"),
            r"14:16: the threshold of Oria: the range from 6 to 4 is upside",
        ),
        (changed("veto: yes", "veto: perhaps"), r"8:11: the veto of Veldt: 'perhaps' is not known\. Write one of: yes"),
        (changed("all_but: 1", "all_but: few"), r"2:10: all_but: 'few' is no count"),
        (changed("all_but: 1", "all_but: 2"), r"2:10: all_but: 2 of 2 parties may refuse, so no one need accept"),
        (changed("name: Oria", "name: Veldt"), r"13:11: parties: 'Veldt' stands twice\. Give one of them another name"),
        (changed("{name: Toll", "{name: Patrols"), r"5:12: issues: 'Patrols' stands twice"),
        (changed("[kept, dropped]", "[kept, kept]"), r"5:38: the resolutions of Toll: 'kept' stands twice"),
        (changed("[kept, dropped]", "[kept]"), r"5:31: issues\.resolutions: Toll can be settled in one way only"),
        (changed("all_but", "all_buts"), r"2:1: the negotiation: unknown key 'all_buts'\. Did you mean 'all_but'"),
        ("title: x\nissues: []\nparties: []\n", r"2:9: issues is an empty list\. Name at least one"),
        ("title: x\nissues: 3\n", r"1:1: the negotiation has no parties|2:9: issues is a text where a list is wanted"),
        ("", r" it is empty\. Begin with a title, issues and parties"),
        ("- a\n", r"1:1: the negotiation is a list where keys"),
        ("title: [\n", r"not readable as YAML"),
        ("title: &a x\n", r"1:8: not readable as YAML: anchors"),
    ],
)
def test_every_fault_is_named_with_its_place_and_cure(text: str, told: str) -> None:
    found = faults(text)
    assert any(re.match(told, line) or re.search(told, line) for line in found), found


def test_all_faults_are_told_at_once() -> None:
    text = changed("veto: yes", "veto: 7").replace("4..6", "x").replace("kept: 3", "kept: y")
    assert [int(line.split(":")[0]) for line in faults(text)] == [8, 12, 14]


def test_what_is_no_such_file_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none.yaml")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_DEAL + 1))
    with pytest.raises(InputError, match=r"large\.yaml"):
        load(large)


def test_the_example_is_read() -> None:
    assert len(load(Path(__file__).parents[2] / "examples/harbour.deal.yaml").parties) == 3


@settings(deadline=None)
@given(st.data())
def test_a_file_with_anything_in_it_is_read_or_its_faults_are_named(data: st.DataObject) -> None:
    """Pieces of the file are taken out, doubled or exchanged for others."""
    pieces = re.findall(r"\w+|\s+|[^\w\s]", WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at, other = (data.draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        pieces[at : at + data.draw(st.integers(0, 2))] = [pieces[other]]
    try:
        told = str(loads("".join(pieces), "talks.yaml").parties)
    except FileFaultError as error:
        told = str(error)
    assert told
    assert all(line.startswith(("talks.yaml:", "(DealParty(")) for line in told.splitlines())
