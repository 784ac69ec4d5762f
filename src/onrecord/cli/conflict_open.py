"""``onrecord conflict settle``, ``inverse`` and ``robustness``: what to ask, and what other rankings would make."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.asking import Form, fail
from onrecord.cli.conflict import ConceptName, ConflictFile, Day, completed, modelled, one_of
from onrecord.cli.output import drawn, emit, progress, waiting
from onrecord.cli.parameters import Output
from onrecord.errors import ConflictError, OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.conflict_settling import Settled
    from onrecord.publish.listing import Listing
    from onrecord.weigh.conflict import Analysis, Concept, GraphModel, Profile

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="As CSV, a row for each line of the table and state.")]
Concepts = Annotated[
    list[ConceptName] | None, typer.Option("--concept", metavar="NAME", help="Only this one; may be given repeatedly.")
]


def settle(
    file: ConflictFile,
    state: Annotated[
        str | None,
        typer.Option(metavar="STATE", help="A name, number or pattern; without it, every state that is not settled."),
    ] = None,
    concept: Annotated[ConceptName, typer.Option(metavar="NAME", help="An equilibrium by this.")] = ConceptName.NASH,
    as_json: Json = False,
    as_csv: Csv = False,
    as_of: Day = None,
    output: Output = None,
) -> None:
    """The fewest comparisons that would settle whether a state is an equilibrium, where preferences are open.

    However they turn out: each is needed, and together they are enough. Exit status: 0, or 1 for a file with faults.
    """
    from onrecord.publish import conflict_settling as shown

    model, _ = modelled(file, as_of)
    try:
        made = _settled(model, None if state is None else one_of(model, state, "--state"), concept.value)
        answer = _Answer(lambda: shown.plain(made), lambda: shown.rows_in_full(made), [shown.rows(made)])
        _told(answer, shown.summary(made), Form(as_json, as_csv), output)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)


def _settled(model: "GraphModel", state: int | None, concept: "Concept") -> "Settled":
    from onrecord.publish.conflict_settling import Settled
    from onrecord.weigh.conflict import open_stability, settling
    from onrecord.weigh.conflict.analysis import defined

    defined(model, [concept])
    with waiting("completing"):
        possible = completed(model)
    asked = [] if state is None else [state]
    if state is None:
        with progress("completions", len(possible)) as done:
            found = open_stability(model.movers, possible, [concept], done)
        every = range(len(model.states))
        asked = [s for s in every if found.equilibrium(concept, s).verdict == "in some"]
    with progress("states", len(asked)) as done:
        settled = {}
        for one in asked:
            settled[one] = settling(model, possible, one, concept)
            done(1)
    return Settled(model, concept, settled, possible.exact, whole=state is None)


def inverse(
    file: ConflictFile,
    who: Annotated[str, typer.Option("--decision-maker", metavar="NAME", help="Whose rankings are tried.")],
    state: Annotated[str, typer.Option(metavar="STATE", help="The wanted state: a name, number or pattern.")],
    concept: Concepts = None,
    as_json: Json = False,
    as_csv: Csv = False,
    as_of: Day = None,
    output: Output = None,
) -> None:
    """Which rankings of a decision maker make a wanted state an equilibrium, and what all of these share.

    Everyone else's preferences stay as they are. Exit status: 0, or 1 for a file with faults.
    """
    from onrecord.publish import conflict_inverse as shown
    from onrecord.weigh.conflict import CONCEPTS
    from onrecord.weigh.conflict import inverse as found_in
    from onrecord.weigh.conflict.analysis import defined
    from onrecord.weigh.conflict.coalitions import numbered

    model, _ = modelled(file, as_of)
    try:
        (number,) = numbered(model, [who])
        wanted = one_of(model, state, "--state")
        concepts = defined(model, [c for c in CONCEPTS if not concept or c in concept])
        with waiting("weighing"):
            found = found_in(model.movers, model.ranks(but=who), number, wanted, concepts)
        made = shown.Wanted(model, who, wanted, found)
        answer = _Answer(lambda: shown.plain(made), lambda: shown.rows_in_full(made), [shown.rows(made)])
        _told(answer, shown.summary(made), Form(as_json, as_csv), output)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)


def robustness(
    file: ConflictFile,
    concept: Concepts = None,
    together: Annotated[
        bool, typer.Option("--together", help="Take alternatives of one name together, not in every combination.")
    ] = False,
    mistaken: Annotated[
        bool, typer.Option("--mistaken", help="Also each way in which one is mistaken about one other's ranking.")
    ] = False,
    analysis: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help='This analysis alone, such as "bold: seq or smr" or "as stated without irreversible: nash"; '
            "may be given several times.",
        ),
    ] = None,
    as_json: Json = False,
    as_csv: Csv = False,
    as_of: Day = None,
    output: Output = None,
) -> None:
    """In how many analyses each state is an equilibrium: over the rankings under alternatives, and concepts.

    Without --analysis: every combination of rankings, by each concept. Exit status: 0, or 1 for a file with faults.
    """
    from onrecord.publish import conflict_robustness as shown
    from onrecord.weigh.conflict import CONCEPTS, misperception
    from onrecord.weigh.conflict import robustness as counted
    from onrecord.weigh.conflict.analysis import defined

    model, _ = modelled(file, as_of)
    try:
        if analysis and (concept or together or mistaken):
            raise ConflictError([(None, "--analysis says all that is assumed. Leave the other options out.")])
        concepts = defined(model, [c for c in CONCEPTS if not concept or c in concept])
        tried = [_analysis(model, text) for text in analysis or ()] or _every(model, concepts, together, mistaken)
        with progress("analyses", len(tried)) as done:
            found = counted(model, tried, done)
        with waiting("weighing"):
            expected = {n: misperception(model, a) for n, a in enumerate(tried) if a.beliefs}
        made = shown.Robust(model, found, expected)
        tables = [shown.states(made), shown.analyses(made)]
        answer = _Answer(lambda: shown.plain(made), lambda: shown.rows_in_full(made), tables)
        _told(answer, shown.summary(made), Form(as_json, as_csv), output)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)


def _every(
    model: "GraphModel",
    concepts: "list[Concept]",
    together: bool,
    mistaken: bool,
) -> "list[Analysis]":
    """Every combination of rankings, or those of one name together; and, where asked, each mistake."""
    from onrecord.weigh.conflict import every_analysis, mistakes, named_profiles, profiles
    from onrecord.weigh.conflict.robustness import MOST_ANALYSES

    rankings: list[Profile] = [*profiles(model)]
    if len(rankings) == 1 and not any(p.alternatives for p in model.conflict.preferences):
        told = "nobody has another ranking. Add some: preferences: {NAME: {alternatives: {bold: […]}}}."
        raise ConflictError([(None, told)])
    if together:
        stated = tuple(None for _ in model.movers)
        rankings = [*([stated] if stated in rankings else []), *named_profiles(model).values()]
    found: list[Analysis] = []
    for profile in rankings:
        beliefs = [(), *(mistakes(model, profile) if mistaken else ())]
        found += every_analysis([profile], [(c,) for c in concepts], beliefs=beliefs)
        if len(found) > MOST_ANALYSES:
            told = f"these are more than {MOST_ANALYSES:,} analyses. Ask for one --concept, or take alternatives out."
            raise ConflictError([(None, told)])
    return found


def _analysis(model: "GraphModel", text: str) -> "Analysis":
    """An analysis as it is written on the command line."""
    from onrecord.publish.conflict_robustness import STATED
    from onrecord.weigh.conflict import Analysis, named_profiles

    head, colon, tail = text.rpartition(":")
    name = head.strip()
    without = name.endswith("without irreversible")
    name = name.removesuffix("without irreversible").strip() or STATED
    named = {STATED: tuple(None for _ in model.movers)} | named_profiles(model)
    if not colon or name not in named:
        told = f"--analysis {text!r}: write whose rankings, a colon and concepts. Rankings: {', '.join(named)}."
        raise ConflictError([(None, told)])
    words = [word.strip() for word in tail.split(" or ")]
    unknown = [word for word in words if word not in [*ConceptName]]
    if unknown:
        told = f"--analysis {text!r}: {unknown[0]!r} is no concept. Known: {', '.join(ConceptName)}."
        raise ConflictError([(None, told)])
    return Analysis(named[name], tuple(ConceptName(word).value for word in words), irreversible=not without)


@dataclass(frozen=True)
class _Answer:
    """An answer as values, as rows and as tables, each made when it is wanted."""

    plain: Callable[[], dict[str, Any]]
    full: "Callable[[], Listing]"
    tables: "Iterable[Listing]"


def _told(answer: _Answer, lines: Iterable[str], form: Form, output: Path | None) -> None:
    """Write values as JSON, rows as CSV, or tables as wide as the terminal and the sentences below them."""
    from onrecord.publish.listing import as_csv, table

    if form.json:
        emit(json.dumps(answer.plain(), ensure_ascii=False, indent=2), output)
    elif form.csv:
        emit(as_csv(answer.full()), output)
    else:
        emit("\n".join([drawn((table(one) for one in answer.tables if one.rows), output), *lines]), output)
