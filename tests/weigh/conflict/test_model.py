"""What a conflict may not be, each told in a line that says what to do."""

import pytest

from onrecord.errors import ConflictError
from onrecord.values.conflict import Conflict, Infeasible, Irreversible, Option, Preferences, Ranking, Wish
from onrecord.values.formula import FormulaError, parse
from onrecord.weigh.conflict import graph_model, states

NAMES = {"Blockade": 0, "Air strike": 1, "Withdraw": 2}


def conflict(*preferences: Preferences, **changed: object) -> Conflict:
    """Veldt may blockade and strike, Oria may withdraw."""
    made = {
        "title": "The strait",
        "decision_makers": ("Veldt", "Oria"),
        "options": tuple(Option(name=n, owner="Oria" if n == "Withdraw" else "Veldt") for n in NAMES),
        "preferences": preferences,
    }
    return Conflict.model_validate(made | changed)


def wish(text: str, rank: int) -> Wish:
    """A wish as it is written."""
    return Wish(text=text, formula=parse(text, NAMES), rank=rank, line=rank)


def test_infeasible_states_are_left_out_and_the_rest_named() -> None:
    never_both = Infeasible(text="both", when=parse("Blockade and Air strike", NAMES))
    model = graph_model(conflict(infeasible=(never_both,), state_names=(("calm", "NNN"),)))
    assert [model.options(s) for s in range(6)] == ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]
    assert [model.name(s) for s in range(3)] == ["calm", "2", "3"]
    assert model.number("NYN") == 2
    for unclear in ("NY", "NYNN", "N--", "YYN"):
        with pytest.raises(ConflictError, match=f"the state {unclear} is"):
            model.number(unclear)


def test_a_barred_move_cannot_be_made_at_once() -> None:
    stays = Irreversible(owner="Veldt", text="", start=parse("Air strike", NAMES), end=parse("not Air strike", NAMES))
    model = graph_model(conflict(irreversible=(stays,)))
    assert [model.options(int(t)) for t in model.movers[0].targets(model.number("NYN"))] == ["YYN"]


def test_wishes_in_order_rank_the_states() -> None:
    given = Preferences(decision_maker="Veldt", wishes=(wish("Withdraw", 1), wish("not Air strike", 2)))
    other = Preferences(decision_maker="Oria", wishes=(wish("not Withdraw", 1),))
    veldt, oria = graph_model(conflict(given, other)).ranks()
    assert veldt.tolist() == [1, 1, 0, 0, 3, 3, 2, 2]
    assert oria.tolist() == [1, 1, 1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ((("NNN",), ("NNN",)), "line 7: Veldt ranks NNN twice"),
        ((("NNN",),), "misses 7 of 8 feasible states"),
        ((("---",), ("YNN",)), "ranks YNN twice"),
    ],
)
def test_a_ranking_holds_every_state_once(groups: tuple[tuple[str, ...], ...], told: str) -> None:
    given = Preferences(decision_maker="Veldt", ranking=Ranking(groups=groups, line=7))
    with pytest.raises(ConflictError, match=told):
        graph_model(conflict(given)).ranks()


def test_open_preferences_are_not_filled_in() -> None:
    with pytest.raises(ConflictError, match="preferences of Veldt are open"):
        graph_model(conflict()).ranks()
    both = Preferences(decision_maker="Veldt", wishes=(wish("Withdraw", 1), wish("Blockade", 1)))
    with pytest.raises(ConflictError, match="order of 'Withdraw' and 'Blockade' is open"):
        graph_model(conflict(both)).ranks()


def test_rules_that_leave_no_state_are_named() -> None:
    rules = (
        Infeasible(text="", when=parse("Withdraw", NAMES), line=4),
        Infeasible(text="", when=parse("not Withdraw", NAMES), line=5),
    )
    with pytest.raises(ConflictError, match=r"no state is feasible.*lines 4, 5"):
        graph_model(conflict(infeasible=rules))


def test_too_many_states_are_refused() -> None:
    many = tuple(Option(name=f"o{k}", owner="Veldt") for k in range(30))
    with pytest.raises(ConflictError, match="more than 4,194,304 states"):
        graph_model(conflict(options=many))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Withdrew", "no option is called 'Withdrew'. Did you mean 'Withdraw'?"),
        ("not", "name is missing before the end"),
        ("(Blockade or Withdraw", "bracket is not closed"),
        ("Blockade Withdraw", "'Withdraw' is not expected there"),
        ("'Blockade", "quote is not closed"),
        ("", "statement is empty"),
        ("not " * 60 + "Withdraw", "nested too deep"),
    ],
)
def test_a_formula_that_cannot_be_read_says_why(text: str, told: str) -> None:
    with pytest.raises(FormulaError) as raised:
        parse(text, NAMES)
    assert told in str(raised.value)


def test_choices_that_are_seldom_feasible_together_are_refused_not_laid_out() -> None:
    many = 13
    options = tuple(Option(name=f"{o}{n}", owner=o, line=n) for n in range(many) for o in ("Veldt", "Oria"))
    names = {o.name: n for n, o in enumerate(options)}
    alike = tuple(
        Infeasible(text="", when=parse(f"not (Veldt{n} iff Oria{n})", names)) for n in range(many)
    )  # 8,192 states, of 67 million pairs of choices
    with pytest.raises(ConflictError, match="choices of Veldt") as caught:
        graph_model(conflict(options=options, infeasible=alike))
    assert caught.value.faults[0][0] == 0


def test_a_rule_is_looked_at_again_only_where_an_option_that_it_names_is_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    truth, seen = states._truth, []
    monkeypatch.setattr(states, "_truth", lambda f, *rest: seen.append(f) or truth(f, *rest))
    rules = [parse(f"o{n}", {f"o{k}": k for k in range(9)}) for n in range(9)]
    assert states.feasible(9, rules).tolist() == [0]
    assert len(seen) == len(rules)
