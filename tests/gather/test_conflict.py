"""Conflict files: what an analyst writes is read, and every fault is named with its place and its cure."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import FileFaultError, InputError
from onrecord.gather.conflict import FIELDS, load, loads
from onrecord.settings import MAX_CONFLICT
from onrecord.values.conflict import Comparison, Infeasible, Irreversible, Option, Preferences, Ranking, Wish
from onrecord.values.formula import Join, Not, Taken
from onrecord.weigh.conflict import graph_model
from onrecord.weigh.conflict.checking import check

EXAMPLE = Path(__file__).parents[2] / "examples/strait.conflict.yaml"
HEAD = """\
title: The strait
options:
  - {name: Blockade, owner: Veldt}
  - {name: Air strike, owner: Veldt, direction: no to yes only}
  - {name: Withdraw, owner: Oria}
"""
WHOLE = (
    HEAD
    + """\
decision_makers: [Oria, Veldt]
infeasible:
  - exclusive: [Blockade, Air strike, Withdraw]
  - {at_least_one: [Blockade, withdraw], ground: inferred}
  - when: Air strike and Withdraw
  - {option: Withdraw, needs: Blockade or Air strike, cites: [12]}
irreversible:
  - {owner: Veldt, from: Air strike, to: not Air strike}
states: {calm: NNN, tense: 2}
status_quo: calm
coalitions: [[Veldt, Oria]]
preferences:
  Veldt:
    cites: [7]
    ranking: [calm, [ynn, NY-],
              3]
    alternatives: {bold: [[3, calm]]}
  Oria:
    wishes:
      - not Air strike
      - {says: Withdraw if Blockade, cites: [st-1], ground: stated, since: 2022-01-10, until: 1 February 2022}
      - any_order: [Withdraw, {says: not Blockade, ground: inferred}]
"""
)


def faults(text: str) -> list[str]:
    with pytest.raises(FileFaultError) as caught:
        loads(text, "c.yaml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("c.yaml:") for line in lines)
    return [line.removeprefix("c.yaml:") for line in lines]


def test_a_whole_conflict_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("\ufeff" + WHOLE, encoding="utf-8")
    read = load(path)
    blockade, strike, withdraw = Taken(0), Taken(1), Taken(2)
    assert read.decision_makers == ("Oria", "Veldt")
    assert read.options[1] == Option(name="Air strike", owner="Veldt", direction="no to yes only", line=4)
    assert read.infeasible == (
        Infeasible(
            line=8,
            text="more than one of Blockade, Air strike, Withdraw",
            when=Join("or", Join("and", strike, blockade), Join("and", withdraw, Join("or", blockade, strike))),
        ),
        Infeasible(
            line=9, text="none of Blockade, Withdraw", ground="inferred", when=Not(Join("or", blockade, withdraw))
        ),
        Infeasible(line=10, text="Air strike and Withdraw", when=Join("and", strike, withdraw)),
        Infeasible(
            line=11,
            text="Withdraw without Blockade or Air strike",
            cites=("12",),
            when=Join("and", withdraw, Not(Join("or", blockade, strike))),
        ),
    )
    assert read.irreversible == (
        Irreversible(line=13, owner="Veldt", text="from Air strike to not Air strike", start=strike, end=Not(strike)),
    )
    assert read.state_names == (("calm", "NNN"), ("tense", "2"))
    assert (read.status_quo, read.coalitions) == ("NNN", (("Veldt", "Oria"),))
    assert dict(read.lines) == {"calm": 14, "tense": 14, "status_quo": 15}
    veldt, oria = read.preferences
    assert veldt == Preferences(
        line=18,
        decision_maker="Veldt",
        cites=("7",),
        ranking=Ranking(line=20, groups=(("NNN",), ("YNN", "NY-"), ("3",)), lines=(20, 20, 21)),
        alternatives=(("bold", Ranking(line=22, groups=(("3", "NNN"),), lines=(22,))),),
    )
    assert oria.wishes == (
        Wish(line=25, text="not Air strike", formula=Not(strike), rank=1),
        Wish(
            line=26,
            text="Withdraw if Blockade",
            formula=Join("or", withdraw, Not(blockade)),
            rank=2,
            cites=("st-1",),
            ground="stated",
            since="2022-01-10",
            until="2022-02-01",
        ),
        Wish(line=27, text="Withdraw", formula=withdraw, rank=3),
        Wish(line=27, text="not Blockade", formula=Not(blockade), rank=3, ground="inferred"),
    )


def test_the_example_is_a_conflict() -> None:
    assert load(EXAMPLE).decision_makers == ("Veldt", "Oria")


def test_the_docs_show_a_conflict_that_can_be_weighed() -> None:
    page = (EXAMPLE.parents[1] / "docs/conflict.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    model = graph_model(loads(block, "docs/conflict.md"))
    check(model)
    assert [len(np.unique(own)) for own in model.ranks()] == [4, 4]
    for key in (*FIELDS, "exclusive", "at_least_one", "when", "needs", "any_order", "since", "until", "alternatives"):
        assert f"`{key}`" in page, key


def test_comparisons_may_be_chained_and_cite() -> None:
    read = loads(
        HEAD
        + "states: {calm: NNN}\npreferences:\n  Oria:\n    compare:\n      - calm > Y-- = 2\n"
        + "      - {says: 1 > 2, ground: stated}\n",
        "c",
    )
    assert read.preferences[0].comparisons == (
        Comparison(line=10, better="NNN", worse="Y--"),
        Comparison(line=10, better="Y--", worse="2", equal=True),
        Comparison(line=11, better="1", worse="2", ground="stated"),
    )


def test_an_option_that_two_have_is_told_apart_by_its_owner() -> None:
    text = HEAD + "  - {name: Withdraw, owner: Veldt}\ninfeasible:\n  - when: "
    read = loads(text + '"Oria: Withdraw and not Veldt: withdraw"\n', "c")
    assert read.infeasible[0].when == Join("and", Taken(2), Not(Taken(3)))
    assert faults(text + "Withdraw\n") == [
        "8:11: infeasible.when: several have the option 'Withdraw'. Say whose, in quotes: \"Oria: Withdraw\"."
    ]
    assert faults(text + "Oria: Withdraw\n")[0].startswith("8:15: not readable as YAML")
    assert faults(text + "{Oria: Withdraw}\n") == [
        '8:11: infeasible.when is keys and values where a text is wanted. Put a text with a colon in quotes: "…".'
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("optons: []", "6:1: the conflict: unknown key 'optons'. Did you mean 'options'?"),
        ("decision_makers: [Veldt]", "5:29: options.owner: no decision maker is called 'Oria'. Known: Veldt."),
        ("decision_makers: [Veldt, Oria, Veldt]", "6:32: decision_makers: Veldt stands twice."),
        ("  - {name: Strike}", "6:5: an option has no owner. Add: owner: …"),
        ("  - Strike", "6:5: an option is a text where keys and values are wanted (name: …, owner:"),
        ("  - {name: blockade, owner: Veldt}", "6:12: options: 'veldt: blockade' stands twice."),
        (
            "  - {name: Talk, owner: Oria, direction: no to yes}",
            "'no to yes' is not known. Did you mean 'no to yes only'?",
        ),
        ("  - {name: 'The \"last\" step', owner: Oria}", "6:12: options.name: 'The \"last\" step' holds a quote sign."),
        ("  - {name: Talk, owner: Oria, ground: told}", "ground: 'told' is not known."),
        (
            "infeasible: [{when: Air strik}]",
            "6:21: infeasible.when: no option is called 'Air strik'. Did you mean 'Air str",
        ),
        ("infeasible: [{when: Blockade and}]", "an option's name is missing before the end"),
        ("infeasible: [{exclusive: [Blockade]}]", "6:26: infeasible.exclusive names one option."),
        ("infeasible: [{exclusive: [Blockade, blockade]}]", "6:37: infeasible.exclusive names an option twice."),
        ("infeasible: [{exclusive: [Blockade, not Withdraw]}]", "'not Withdraw' is more than the name of an option"),
        ("infeasible: [{at_least_one: []}]", "6:29: infeasible.at_least_one is an empty list."),
        ("infeasible: [{option: Blockade}]", "6:14: an entry of infeasible is one of: exclusive: […], at_least_one"),
        ("infeasible: [{when: Blockade, exclusive: [Blockade, Withdraw]}]", "Make one entry of each rule."),
        ("infeasible: [{option: Blockade, needs: Withdrew}]", "infeasible.needs: no option is called 'Withdrew'."),
        ("irreversible: [{owner: Velt, from: Blockade, to: Withdraw}]", "Did you mean 'Veldt'?"),
        ("irreversible: [{owner: Veldt, from: Blockade}]", "6:16: an entry of irreversible has no to. Add: to: …"),
        ("coalitions: [[Veldt]]", "6:14: a coalition of one is no coalition."),
        ("coalitions: [[Veldt, Orion]]", "6:22: coalitions: no decision maker is called 'Orion'. Did you mean 'Oria'?"),
        ("coalitions: [[Veldt, Veldt]]", "6:22: a coalition: Veldt stands twice."),
        (
            "states: {calm: NN}",
            "6:16: states.calm: NN has 2 letters, and there are 3 options. Write a letter Y or N for",
        ),
        ("states: {YNN: NNN}", "6:10: states: 'YNN' cannot be told from a pattern"),
        ("states: {a > b: NNN}", "6:10: states: 'a > b' cannot be told from a pattern, a number or a sign."),
        ("states: {calm: }", "6:10: states: calm is empty."),
        ("states: {calm: NNN, calm: YNN}", "6:21: states: 'calm' stands twice, first on line 6. Keep one."),
        ("states: [NNN]", "6:9: states is a list where names and values are wanted (name: …)."),
        ("status_quo: Y--", "6:13: status_quo: Y-- may be several states."),
        ("status_quo: 0", "6:13: status_quo: no state has the number 0. The first is 1."),
        ("status_quo: 99999999999", "status_quo: no state has the number 99999999999."),
        ("{states: {calm: NNN}, status_quo: clam}", "not readable as YAML"),
        ("states: {calm: NNN}\nstatus_quo: clam", "7:13: status_quo: no state is called 'clam'. Did you mean 'calm'?"),
        ("preferences: {Velt: {wishes: [Blockade]}}", "6:15: preferences: no decision maker is called 'Velt'. Did you"),
        (
            "preferences: {Veldt: {wish: [Blockade]}}",
            "6:23: preferences.Veldt: unknown key 'wish'. Did you mean 'wishes'?",
        ),
        (
            "preferences: {Veldt: {wishes: [Blockade], ranking: [1]}}",
            "preferences.Veldt has ranking and wishes. Keep one",
        ),
        ("preferences: {Veldt: {ranking: [calm]}}", "6:33: preferences.Veldt.ranking: no state is called 'calm'."),
        ("preferences: {Veldt: {compare: [NNN]}}", "'NNN' compares nothing. Write the better state first"),
        ("preferences: {Veldt: {compare: [NNN < YNN]}}", "'NNN < YNN' compares nothing."),
        ("preferences: {Veldt: {compare: [NNN > ]}}", "'NNN >' compares nothing."),
        ("preferences: {Veldt: {wishes: [{Oria: Withdraw}]}}", "a text that holds a colon is taken for a key."),
        (
            "preferences: {Veldt: {wishes: [Blockade, Withdraw, not (not blockade)]}}",
            "says what 'Blockade' said on line 6",
        ),
        (
            "preferences: {Veldt: {wishes: [Withdraw or Blockade, not Withdraw and not Blockade]}}",
            "6:54: preferences.Veldt.wishes: 'not Withdraw and not Blockade' contradicts 'Withdraw or Blockade' on",
        ),
        ("preferences: {Veldt: {wishes: [Blockade or not Blockade]}}", "holds in every state: it prefers none."),
        ("preferences: {Veldt: {wishes: [Blockade and not Blockade]}}", "holds in no state: it prefers none."),
        ("preferences: {Veldt: {wishes: [{says: Blockade, since: soon}]}}", "cannot read the date 'soon'"),
        (
            "preferences: {Veldt: {wishes: [{says: Blockade, since: 2022-02-01, until: 2022-01-01}]}}",
            "until 2022-01-01 is before since 2022-02-01.",
        ),
    ],
)
def test_a_fault_is_named_with_its_place_and_cure(line: str, fault: str) -> None:
    found = faults(f"{HEAD}{line}\n")
    assert any(fault in one for one in found), found


@pytest.mark.parametrize("text", ["", "~", "# nothing\n"])
def test_an_empty_file_says_how_to_begin(text: str) -> None:
    assert faults(text) == [
        " it is empty. Begin with a title, decision makers and options: docs/conflict.md shows how."
    ]


def test_every_fault_is_named_at_once_and_each_once() -> None:
    found = faults(
        HEAD
        + "states: {calm: NN}\nstatus_quo: calm\npreferences:\n"
        + "  Veldt: {ranking: [calm, tense]}\n  Ori: {wishes: [Retreat]}\n"
    )
    assert [one.split(": ")[0] for one in found] == ["6:16", "9:27", "10:3", "10:18"]


def test_wishes_that_contradict_may_follow_one_another_in_time() -> None:
    wishes = "      - {says: Blockade, until: 2022-01-31}\n      - {says: not Blockade, since: 2022-0%s}\n"
    text = HEAD + "preferences:\n  Oria:\n    wishes:\n" + wishes
    assert len(loads(text % "2-01", "c").preferences[0].wishes) == 2
    assert "contradicts" in faults(text % "1-31")[0]


def test_a_formula_without_end_and_a_file_without_end_are_refused(tmp_path: Path) -> None:
    assert (
        "more than 400 words and signs. Split it."
        in faults(HEAD + "infeasible:\n  - when: " + "Blockade or " * 5000)[0]
    )
    path = tmp_path / "big.yaml"
    path.write_text("#" * (MAX_CONFLICT + 1))
    with pytest.raises(InputError, match="larger than 1 MB"):
        load(path)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_words(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE)))
    cut = data.draw(st.integers(0, 30))
    put = data.draw(st.text("[]{}:,-\"'&*!?|>#%@ \n\tNY0²é", max_size=6))
    try:
        told = loads(WHOLE[:at] + put + WHOLE[at + cut :], "c").title
    except FileFaultError as error:
        told = str(error)
    assert all(line.isprintable() for line in told.split("\n"))
