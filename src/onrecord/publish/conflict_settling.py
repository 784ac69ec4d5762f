"""What would settle which states are equilibria: the comparisons to ask for, as a table, in sentences and as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.publish.conflict_open import SHARE, cells_of, plain_share
from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.listing import Listing
from onrecord.publish.wording import harmless
from onrecord.weigh.conflict import Concept, GraphModel, Question, Settling, Share

Asked = tuple[str, str, str, str]  # of whom, about what, the first and the second


@dataclass(frozen=True)
class Settled:
    """What settles each of some states, by number from 0; ``whole``: of all states those that are not settled yet."""

    model: GraphModel
    concept: Concept
    found: Mapping[int, Settling]
    exact: bool
    whole: bool

    @property
    def questions(self) -> dict[Asked, dict[int, Question]]:
        """Each comparison once, with the states that it bears on, those that bear on the most first."""
        asked: dict[Asked, dict[int, Question]] = {}
        for state, settling in self.found.items():
            for q in settling.questions:
                asked.setdefault((q.who, q.about, q.first, q.second), {})[state] = q
        return dict(sorted(asked.items(), key=lambda one: -len(one[1])))


def rows(made: Settled) -> Listing:
    """The comparisons, a line each."""
    told = [(one[0], _question(one), states) for one, states in made.questions.items()]
    if made.whole:
        bears = [(*said, ", ".join(map(made.model.name, states))) for *said, states in told]
        return Listing("What would settle it", ("ask of", "which comes first", "bears on"), tuple(bears), _WIDE)
    answers = [
        (*said, _answer(question.if_first), _answer(question.if_second))
        for *said, states in told
        for question in states.values()
    ]
    columns = ("ask of", "which comes first", "if the first", "if the second")
    return Listing("What would settle it", columns, tuple(answers), _WIDE)


def rows_in_full(made: Settled) -> Listing:
    """A row for each comparison and state that it bears on, with what each answer leaves."""
    columns = (
        "ask_of", "about", "first", "second", "state", "name", "changes",
        *(f"{answer}_{column}" for answer in ("if_first", "if_second") for column in SHARE),
    )  # fmt: skip
    rows = tuple(
        (
            who, about, first, second, state + 1, made.model.name(state), q.changes,
            *cells_of(q.if_first), *cells_of(q.if_second),
        )
        for (who, about, first, second), states in made.questions.items()
        for state, q in states.items()
    )  # fmt: skip
    return Listing("What would settle it", columns, rows)


_WIDE = {"which comes first": 3, "bears on": 2, "if the first": 1, "if the second": 1}


def _question(asked: Asked) -> str:
    _, about, first, second = asked
    return f"“{first}” or “{second}”" if about == "wishes" else f"{first} or {second}"


def _answer(share: Share | None) -> str:
    return "not drawn" if share is None else str(share)


def summary(made: Settled) -> tuple[str, ...]:
    """How many comparisons it takes, and whether they are enough."""
    by, many = NAMES[made.concept], len(made.questions)
    if made.whole:
        some = len(made.found)
        if not some:
            return (f"By {by}, every state is settled: no comparison is needed.",)
        hang = f"By {by}, {some} of {len(made.model.states):,} states hang on what is open"
        lines = [f"{hang}: {', '.join(_named(made, s) for s in made.found)}."]
    else:
        ((state, found),) = made.found.items()
        lines = [f"{made.model.name(state)} is an equilibrium by {by} {found.share}."]
    if not many:
        lines.append("No comparison is needed." if made.exact else "In what was drawn, no comparison changes that.")
    elif made.exact:
        one = many == 1
        need = "One comparison" if one else f"{many} comparisons"
        enough = "it is needed, and enough" if one else "each is needed, and together they are enough"
        lines.append(f"{need} would settle {'all of them' if made.whole and len(made.found) > 1 else 'it'}: {enough}.")
    else:
        lines.append(f"{many} comparisons were found, in completions drawn at random: each is needed, more may be.")
    return tuple(map(harmless, lines))


def _named(made: Settled, state: int) -> str:
    return f"{made.model.name(state)} ({made.found[state].share})"


def plain(made: Settled) -> dict[str, Any]:
    """The whole as plain values."""
    return {
        "concept": made.concept,
        "exact": made.exact,
        "states": [
            {"number": s + 1, "name": made.model.name(s), "equilibrium": plain_share(found.share)}
            for s, found in made.found.items()
        ],
        "comparisons": [
            {
                "ask": who,
                "about": about,
                "first": first,
                "second": second,
                "bears_on": [
                    {
                        "state": state + 1,
                        "if_first": q.if_first and plain_share(q.if_first),
                        "if_second": q.if_second and plain_share(q.if_second),
                    }
                    for state, q in states.items()
                ],
            }
            for (who, about, first, second), states in made.questions.items()
        ],
    }
