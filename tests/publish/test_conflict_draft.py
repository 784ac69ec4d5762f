"""The draft of a conflict as a file: what is read again is what was proposed, whatever words documents hold."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings

from onrecord.errors import StoreError
from onrecord.gather.conflict import loads
from onrecord.publish.conflict_draft import drafted, written
from onrecord.record.answers import Said
from onrecord.values import Bearing, Dossier, DossierParty, Issue
from onrecord.weigh.conflict.proposing import proposed
from onrecord.weigh.weighed import Weighed
from tests.weigh.conflict.test_proposing import draft, talks
from tests.weigh.made import DOSSIER, bears, records, said


def test_each_line_stands_below_the_words_it_rests_on() -> None:
    lines = [line.strip() for line in written(draft(talks())).splitlines()]
    line = lines.index('- {says: "not Ostrel: Radar on Skerra", since: 2027-03-01, ground: stated, cites: [1]}')
    assert lines[line - 2] == "# Red line: “never”"
    assert lines[line - 1] == (
        "#   1 · Ansa Rehn, 1 March 2027, Meridian Wire · refusal: “the radar on Skerra will never be dismantled”"
    )
    assert any(one.startswith("# Littoral Compact is not among them") for one in lines)


def test_what_has_no_owner_is_a_comment_with_who_stands_where() -> None:
    text = written(
        draft([talks()[0], (said(9, "Varnia", "limit patrols", "2027-03-02", kind="demand"), bears(patrols="for"))])
    )
    assert "# Nobody on record controls “Patrols” (Varnia: for). Give it an owner:" in text
    assert "# - {name: Patrols, owner: …}" in text


NASTY = ("War and peace", "If not: “now”", 'The "treaty"', "#1 - it's", "no", "A: B", "l’été & co", "x " * 30 + "end")


@pytest.mark.parametrize("name", NASTY)
def test_names_of_any_words_are_read_again(name: str) -> None:
    dossier = Dossier(
        title=name,
        parties=(DossierParty(name=f"Varnia {name}"), DossierParty(name="Ostrel")),
        issues=(Issue(id="a", name=name, proposition="It is."), Issue(id="b", name=name.upper(), proposition="It is.")),
    )
    both = bears(a="for", b="against")
    warning = said(
        3, "Ostrel", f"we will take {name} if it rains", "2027-03-02", kind="warning", condition="if it rains"
    )
    made = draft(
        [
            (said(1, f"Varnia {name}", "# so: {be} it", "2027-03-01", kind="offer"), both),
            (said(2, "Ostrel", "so\u2028be\x1b it", "2027-03-02", kind="offer"), both),
            (warning, ()),
        ],
        dossier,
    )
    assert len(made.conflict.options) == 5
    assert loads(written(made), "c").model_dump() == made.conflict.model_dump()


@settings(max_examples=150, deadline=None)
@given(records())
def test_what_is_read_again_is_what_was_proposed(
    found: tuple[tuple[Said, ...], Mapping[int, tuple[Bearing, ...]]],
) -> None:
    made = proposed(Weighed(*found, DOSSIER))
    if made.conflict.options:
        assert loads(written(made), "c").model_dump() == made.conflict.model_dump()


def test_where_there_is_nothing_to_draft_from() -> None:
    store = Path("talks.db")
    with pytest.raises(StoreError, match=r"talks\.db: no statement on record here"):
        drafted(Weighed((), {}, DOSSIER), store)
    demand, bearing = talks()[1]
    with pytest.raises(StoreError, match="no party of 'The Halden Strait' offers, refuses or promises anything"):
        drafted(Weighed((demand,), {2: bearing}, DOSSIER), store)
