"""What only the feasible states show to be wrong with a conflict file."""

import pytest

from onrecord.errors import ConflictError
from onrecord.gather.conflict import loads
from onrecord.weigh.conflict import graph_model
from onrecord.weigh.conflict.checking import check
from onrecord.weigh.conflict.dated import as_of, last_day

HEAD = """\
title: The strait
options:
  - {name: Blockade, owner: Veldt}
  - {name: Air strike, owner: Veldt}
  - {name: Withdraw, owner: Oria}
infeasible:
  - exclusive: [Blockade, Air strike]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(ConflictError) as caught:
        check(graph_model(loads(HEAD + text, "c")))
    return str(caught.value.named("c")).splitlines()


def test_names_of_states_that_cannot_be() -> None:
    assert faults("states:\n  calm: NNN\n  mad: YYN\nstatus_quo: 7\n") == [
        "c:10: the state mad, YYN, is not feasible. Mend it, or take it out of states.",
        "c:11: the status quo, 7, is not feasible. Mend it.",
    ]


def test_every_fault_of_a_ranking_has_its_own_line() -> None:
    told = faults(
        "preferences:\n  Veldt:\n    ranking:\n      - NNN\n      - [YYN, N-N]\n      - 1\n  Oria: {ranking: [NNN]}\n"
    )
    assert told == [
        "c:12: Veldt ranks YYN, which is not feasible. Take it out.",
        "c:12: Veldt ranks N-N twice. Take one of them out.",
        "c:13: Veldt ranks 1 twice. Take one of them out.",
        "c:11: the ranking of Veldt misses 4 of 6 feasible states (2, 4, 5, …). Add them, or use compare.",
        "c:14: the ranking of Oria misses 5 of 6 feasible states (2, 3, 4, …). Add them, or use compare.",
    ]


def test_an_alternative_ranking_is_looked_at_too() -> None:
    assert faults("preferences: {Veldt: {alternatives: {bold: [[1, 2, 3, 4, 5]]}}}\n") == [
        "c:8: the ranking of Veldt misses 1 of 6 feasible states (6). Add them, or use compare."
    ]


@pytest.mark.parametrize(
    ("compared", "circle"),
    [
        ("[NNN > YNN, YNN > NNN]", "NNN > YNN (line 8), YNN > NNN (line 8)"),
        ("[NNN > YNN, NYN > NNN, YNN = NYN]", "NNN > YNN (line 8), YNN = NYN (line 8), NYN > NNN (line 8)"),
        ("[N-N > --Y, 5 > NYN]", "N-N > --Y (line 8), 5 > NYN (line 8)"),
        ("[N-- > NYN]", "N-- > NYN (line 8)"),
        ("[NNN > NNN]", "NNN > NNN (line 8)"),
    ],
)
def test_comparisons_that_run_in_a_circle(compared: str, circle: str) -> None:
    told = f"c:8: the comparisons of Veldt run in a circle: {circle}. Take one of them out."
    assert faults(f"preferences: {{Veldt: {{compare: {compared}}}}}\n") == [told]


@pytest.mark.parametrize("compared", ["[1 > 2, 2 > 3, 1 > 3]", "[1 = 2, 2 = 3, 3 = 1]", "[Y-- > N-N, NNN > 3]"])
def test_comparisons_that_agree(compared: str) -> None:
    check(graph_model(loads(f"{HEAD}preferences: {{Veldt: {{compare: {compared}}}}}\n", "c")))


def test_a_comparison_of_what_cannot_be() -> None:
    assert faults("preferences: {Veldt: {compare: [YY- > NNN]}}\n") == [
        "c:8: Veldt compares YY-, which is not feasible. Take it out."
    ]


def test_everyone_whose_preferences_are_open_is_named() -> None:
    with pytest.raises(ConflictError, match=r"of Veldt are open.*\n.*of Oria are open"):
        graph_model(loads(HEAD, "c")).ranks()


def test_wishes_count_on_their_days() -> None:
    wishes = "[{says: Blockade, until: 2022-01-31}, {says: Withdraw, since: 2022-02-01}, Air strike]"
    read = loads(f"{HEAD}preferences: {{Veldt: {{wishes: {wishes}}}}}\n", "c")

    def on(day: str | None) -> list[str]:
        return [w.text for w in as_of(read, day).preferences[0].wishes]

    assert on("2022-01-31") == ["Blockade", "Air strike"]
    assert on("2022-02-01") == on(None) == ["Withdraw", "Air strike"]
    assert last_day(read) == "2022-02-01"
    assert last_day(loads(HEAD, "c")) is None
