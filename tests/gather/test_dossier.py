"""Dossier files: what a person writes is read, and every fault is named with its place and its cure."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DossierError, InputError
from onrecord.gather.dossier import load, loads
from onrecord.settings import MAX_DOSSIER
from onrecord.values import Delegate, Dossier, DossierParty, Forum, Issue, Period

WHOLE = """\
title: Talks on the strait
period: {start: 2027-03-01, end: "31 March 2027"}
parties:
  - name: Norway
    aliases: [NO, Oslo]
    people:
      - {name: Ilya Dorn, role: Foreign Minister}
      - Petra Valk
    organs: [the ministry]
  - Ostrel
forums:
  - Littoral Council
  - {name: Kelmar talks, aliases: [Kelmar]}
issues:
  - id: radar
    name: The radar
    proposition: "The radar: it is closed"
    phrases: [radar on Skerra, 1998]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(DossierError) as caught:
        loads(text, "talks.yaml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("talks.yaml:") for line in lines)
    return [line.removeprefix("talks.yaml:") for line in lines]


def test_a_whole_dossier_is_read(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text("\ufeff" + WHOLE, encoding="utf-8")
    assert load(path) == Dossier(
        title="Talks on the strait",
        period=Period(start="2027-03-01", end="2027-03-31"),
        parties=(
            DossierParty(
                name="Norway",
                aliases=("NO", "Oslo"),
                people=(Delegate(name="Ilya Dorn", role="Foreign Minister"), Delegate(name="Petra Valk")),
                organs=("the ministry",),
            ),
            DossierParty(name="Ostrel"),
        ),
        forums=(Forum(name="Littoral Council"), Forum(name="Kelmar talks", aliases=("Kelmar",))),
        issues=(
            Issue(
                id="radar", name="The radar", proposition="The radar: it is closed", phrases=("radar on Skerra", "1998")
            ),
        ),
    )


def test_what_is_left_empty_is_not_there() -> None:
    assert loads("title: T\nperiod:\nparties: ~\nissues: []\n", "t") == Dossier(title="T")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", " it is empty."),
        ("# only a comment\n", " it is empty."),
        ("~", " it is empty."),
        ("- title: T\n", "1:1: the dossier is a list where keys and values are wanted"),
        ("a text", "1:1: the dossier is a text where keys and values are wanted"),
        ("parties: []", "1:1: the dossier has no title. Add: title: …"),
        ("title:\n", "1:7: the dossier has no title."),
        ("title: T\npartys: []", "2:1: the dossier: unknown key 'partys'. Did you mean 'parties'?"),
        ("title: T\nzzz: 1", "2:1: the dossier: unknown key 'zzz'. Known here: title, period"),
        ("title: T\n? [a]\n: 1", "2:3: the dossier: a key must be a word."),
        ("title: T\ntitle: U", "2:1: the dossier: 'title' stands twice, first on line 1."),
        ("title: [T]", "1:8: title is a list where a text is wanted."),
        ("title: T\nparties: {name: V}", "2:10: parties is keys and values where a list is wanted"),
        ("title: T\nparties: Varnia", "2:10: parties is a text where a list is wanted"),
        ("title: T\nparties:\n- aliases: [V]", "3:3: an entry of parties has no name. Add: name: …"),
        ("title: T\nparties:\n- [V]", "3:3: an entry of parties is a list where keys and values are wanted"),
        ("title: T\nparties:\n-", "an entry of parties is empty where keys and values are wanted"),
        ("title: T\nparties: [{name: V, aliases: W}]", "2:30: parties.aliases is a text where a list is wanted"),
        ("title: T\nparties: [{name: V, people: [{role: Envoy}]}]", "2:30: an entry of parties.people has no name"),
        ("title: T\nparties: [{name: V, alias: [W]}]", "2:21: an entry of parties: unknown key 'alias'. Did you mean"),
        ("title: T\nparties: [Varnia, varnia]", "2:19: 'varnia' is another party's already (line 2)"),
        (
            "title: T\nparties:\n- {name: V, aliases: [W]}\n- {name: O, organs: [w]}",
            "4:22: 'w' is another party's already ('V', line 3). A name can mean only one",
        ),
        ("title: T\nforums: [Council, council]", "2:19: 'council' is another forum's already"),
        ("title: T\nissues: [{id: a, name: A}]", "2:10: an issue has no proposition. Add: proposition: …"),
        ("title: T\nissues: [radar]", "2:10: an issue is a text where keys and values are wanted"),
        (
            "title: T\nissues: [{id: The Radar, name: A, proposition: P}]",
            "2:15: issues.id: 'The Radar' may hold small letters, digits and single hyphens only. Write: the-radar",
        ),
        (
            "title: T\nissues:\n- {id: a, name: A, proposition: P}\n- {id: a, name: B, proposition: Q}",
            "4:8: 'a' is another issue's already (line 3). Give each issue its own id.",
        ),
        ("title: T\nperiod: [2027-03-01]", "2:9: period is a list where keys and values are wanted"),
        ("title: T\nperiod: {start: 2027-02-30}", "2:17: period.start: cannot read the date '2027-02-30'."),
        ("title: T\nperiod: {start: spring}", "2:17: period.start: cannot read the date 'spring'. Write it as YYYY"),
        (
            "title: T\nperiod: {start: 2027-03-02, end: 2027-03-01}",
            "2:34: period.end: 2027-03-01 is before the start, 2027-03-02.",
        ),
        ('title: "a\\eb"', "1:8: title holds a control character."),
        ('title: "\\ud800"', "1:8: title holds a control character."),
        ('title: "  "', "1:8: title is empty."),
        ("title: a\x1bb", "1: a control character stands here."),
        ("title: T\n\n\x00", "3: a control character stands here."),
        ("title: talks: the strait", "1:13: not readable as YAML: mapping values are not allowed here. Put a text"),
        ('title: "open', "1:13: not readable as YAML: "),
        ("title: T\n\tparties: []", "not readable as YAML: "),
        ("title: &t T\nforums: [*t]", "1:8: not readable as YAML: anchors (&, *) are not used here."),
        ("title: *t", "1:8: not readable as YAML: anchors (&, *) are not used here."),
        ("title: !!python/object/apply:os.system [ls]", "1:8: not readable as YAML: tags (!) are not used here."),
        ("title: T\nparties: " + "[" * 900, "2:21: not readable as YAML: lists and keys are nested too deep."),
        ("title: T\n---\ntitle: U", "not readable as YAML: expected a single document"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(text: str, fault: str) -> None:
    (line,) = faults(text)
    assert fault in line


def test_every_fault_is_named_at_once_in_order() -> None:
    text = "period: {start: soon}\nparties:\n- {nam: V}\n- [O]\nissues:\n- {id: A B, name: N, proposition: P}\n"
    told = faults(text)
    assert [line.split(":")[0] for line in told] == ["1", "1", "3", "3", "4", "6"]


def test_texts_are_taken_as_written() -> None:
    """No is a name, 1998 a phrase, and a folded text one line."""
    made = loads("title: >\n  Talks on\n  the strait\nparties: [No, 1998, 2027-03-01]\n", "t")
    assert made.title == "Talks on the strait"
    assert [p.name for p in made.parties] == ["No", "1998", "2027-03-01"]


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path)
    path = tmp_path / "talks.yaml"
    path.write_bytes(b"title: caf\xe9")
    with pytest.raises(InputError, match="UTF-8"):
        load(path)
    path.write_bytes(b"#" * (MAX_DOSSIER + 1))
    with pytest.raises(InputError, match="larger than 1 MB"):
        load(path)


def test_the_docs_and_the_example_are_dossiers() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs/dossier.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    assert loads(block, "docs/dossier.md").parties[0].people[1] == Delegate(name="Petra Valk")
    for noun in (Dossier, DossierParty, Delegate, Forum, Issue, Period):
        assert all(f"`{name}`" in page or f".{name}`" in page for name in noun.model_fields)
    assert 4 <= len(load(root / "examples/dossier.yaml").issues) <= 6


PIECES = (
    *("title", "parties", "issues", "name", "id", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "'", '"', "&a", "*a"),
    *("!x", "#", "|", ">", "é", "\x85", "\t", "?", ",", "2027-01-01", "%", "@", "`"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_whatever_stands_in_it_is_read_or_refused_in_words(text: str) -> None:
    try:
        made = loads(text, "t")
    except DossierError as error:
        told = str(error)
    else:
        told = made.title
    assert told
    assert all(line.isprintable() for line in told.split("\n"))
