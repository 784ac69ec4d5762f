"""Paths as they are told and drawn: the published case, names that would break a page, and what is left out."""

import json

import numpy as np
import pytest
from lxml import etree

from onrecord.publish.conflict_drawing import MOST, MOST_ARCS, Drawing, svg
from onrecord.publish.conflict_paths import plain, text
from onrecord.publish.conflict_ways import Paths
from onrecord.values.conflict import Conflict, Option
from onrecord.weigh.conflict import Concept, GraphModel, equilibria, graph_model, stability, status_quo
from onrecord.weigh.conflict.paths import judged
from tests.weigh.conflict.test_cases import case, modelled

SVG = "{http://www.w3.org/2000/svg}"


def looked_at(model: GraphModel, ranks: tuple[np.ndarray, ...], start: int, concept: Concept = "nash") -> Paths:  # type: ignore[type-arg]
    holds = equilibria(stability(model.movers, ranks, [concept])[concept])
    return Paths(model, judged(ranks), concept, status_quo(model, ranks, start, np.flatnonzero(holds).tolist()))


def elmira() -> Paths:
    model = modelled(case("elmira"))
    start = next(s for s in range(12) if model.name(s) == "1")
    return looked_at(model, model.ranks(), start)


def random(options: int, seed: int, *names: str, title: str = "The strait") -> Paths:
    """Options shared out evenly, and preferences drawn at random."""
    made = tuple(Option(name=f"Option {k}", owner=names[k % len(names)]) for k in range(options))
    calm = (("calm", "N" * options),)
    model = graph_model(Conflict(title=title, decision_makers=names, options=made, state_names=calm))
    drawn = np.random.default_rng(seed)
    return looked_at(model, tuple(drawn.permutation(len(model.states)).astype(np.int32) for _ in names), 0, "seq")


def words(drawing: str) -> list[str]:
    return ["".join(node.itertext()) for node in etree.fromstring(drawing).iter(f"{SVG}text")]


def test_elmira_in_words() -> None:
    told = text(elmira())
    assert "From 1 (NYNNN), of 12 feasible states: 11 can be reached by moves, 1 by improvements alone." in told
    assert "Credible, 1 step: Local Government 1→7. Local Government must move first." in told
    assert "Unlocked by MoE + Uniroyal: Local Government 1→7, then MoE + Uniroyal 7→10." in told
    assert "No credible path. By moves, 1 step: Uniroyal 1→5 (no gain)." in told
    assert told.count("No coalition's joint improvements lead there either.") == 4
    assert "└ Local Government → 7 (NYNNY) ★" in told


def test_elmira_as_values() -> None:
    made = elmira()
    told = json.loads(json.dumps(plain(made)))
    number = {one["name"]: one["number"] for one in told["states"]}
    routes = {one["to"]: one for one in told["routes"]}
    assert routes[number["7"]]["can_move_first"] == ["Local Government"]
    (unlocked,) = routes[number["10"]]["unlocked_by"]
    steps = [[" + ".join(s["who"]), s["from"], s["to"]] for s in unlocked["path"]]
    assert steps == [[who, number[str(a)], number[str(b)]] for who, a, b in case("elmira")["path"]["steps"]]
    assert routes[number["5"]]["credible"] is None
    assert [one["state"] for one in told["by_improvements"]] == [number["7"]]
    assert len(told["by_moves"]) == 11


def test_elmira_drawn() -> None:
    drawing = svg(elmira())
    said = words(drawing)
    assert {str(n) for n in range(1, 13)} <= {*said}
    assert said.count("MoE + Uniroyal") == 1
    boxes = [g for g in etree.fromstring(drawing).iter(f"{SVG}g") if len(g.findall(f"{SVG}rect")) == 2]
    framed = {t.text for box in boxes if (t := box.find(f"{SVG}text")) is not None}
    assert {"5", "6", "7", "10", "11", "12"} <= framed
    assert not {"1", "2", "3", "4", "8", "9"} & framed
    dashed = [p for p in etree.fromstring(drawing).iter(f"{SVG}path") if p.get("stroke-dasharray")]
    assert len(dashed) == 5 + 1  # 1→2, 1→3, 1→5, 5→11, 6→12, and the legend's
    assert len({p.get("d") for p in etree.fromstring(drawing).iter(f"{SVG}path") if p.get("stroke-width") == "6"}) == 2


def test_what_an_analyst_wrote_is_escaped() -> None:
    made = random(3, 1, "<b>Veldt</b>", 'O"r&ia', title="</svg><script>alert(1)</script>\x07")
    drawing = svg(made)
    root = etree.fromstring(drawing)
    assert not [*root.iter(f"{SVG}script")]
    assert "</svg><script>alert(1)</script>\ufffd" in words(drawing)
    assert 'O"r&ia' in words(drawing)
    assert "\x07" not in text(made)


def test_the_drawing_needs_nothing_else() -> None:
    drawing = svg(random(4, 3, "Veldt", "Oria"))
    assert "href" not in drawing
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")
    assert "<style" not in drawing


@pytest.mark.parametrize(("options", "seed"), [(4, 1), (8, 2), (10, 5)])
def test_a_large_conflict_is_drawn_in_part_and_says_so(options: int, seed: int) -> None:
    made = random(options, seed, "Veldt", "Oria", "The Free Cities of the Northern Strait")
    drawn, said = Drawing(made), " ".join(words(svg(made)))
    assert len(drawn.boxes) == min(MOST, len(made.found.moves))
    assert len(drawn.lines) <= len(drawn.every)
    assert ("states that can be reached, 24 are drawn" in said) == (options > 4)
    assert ("Not drawn: " in said) == (len(drawn.every) > len(drawn.lines))
    if options == 4:
        assert len(drawn.every) > MOST_ARCS >= len(drawn.lines)
    assert "The Free Cities of the No…" in said
    assert len(text(made).splitlines()) < 400


def test_labels_stand_clear_of_boxes_and_of_each_other() -> None:
    drawn = Drawing(elmira())
    half, tall = (side / 2 for side in drawn.box)
    for k, one in enumerate(drawn.lines):
        assert all(
            abs(one.at[0] - x) >= half + one.wide / 2 or abs(one.at[1] - y) >= tall + 8
            for x, y in drawn.laid.boxes.values()
        )
        others = drawn.lines[:k]
        assert all(
            abs(one.at[0] - o.at[0]) >= (one.wide + o.wide) / 2 - 0.01 or abs(one.at[1] - o.at[1]) >= 15.9
            for o in others
        )


def test_a_start_that_holds_and_leads_nowhere() -> None:
    names = ("Veldt", "Oria")
    options = tuple(Option(name=f"{who} signs", owner=who, direction="no to yes only") for who in names)
    model = graph_model(Conflict(title="The treaty", decision_makers=names, options=options))
    ranks = tuple(np.arange(4, dtype=np.int32) for _ in names)
    made = looked_at(model, ranks, 3)
    assert "4 (YY)\n    It starts there." in text(made)
    assert "0 can be reached by moves, 0 by improvements alone" in text(made)
    assert len(Drawing(made).boxes) == 1
    assert etree.fromstring(svg(made)).tag == f"{SVG}svg"
