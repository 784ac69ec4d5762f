"""``onrecord conflict``: a conflict in a file: which of its states hold, and why."""

import json
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console

from onrecord.cli.asking import asked, day_of, fail
from onrecord.cli.output import drawn, emit, progress, waiting
from onrecord.cli.parameters import Output
from onrecord.errors import ConflictError, OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.conflict import Stability
    from onrecord.publish.conflict_open import OpenTable
    from onrecord.publish.conflict_ways import Paths
    from onrecord.record.answers import Said
    from onrecord.values.conflict import Conflict
    from onrecord.weigh.conflict import Certain, Concept, GraphModel, JointCompletions

FEWEST_SAMPLES: Final = 100  # a share is then off by 10 points at most

app = typer.Typer(help="A conflict in a file: which of its states hold for whom, and why.")

ConflictFile = Annotated[Path, typer.Argument(metavar="FILE", help="The conflict, in YAML: docs/conflict.md says how.")]
Day = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="With the preferences that count on that day.")
]


class ConceptName(StrEnum):
    """A solution concept."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"
    SSEQ = "sseq"
    SIMULTANEOUS = "simultaneous"


class Shape(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    HTML = "html"
    CSV = "csv"
    JSON = "json"


class Drawn(StrEnum):
    """How paths are written."""

    TEXT = "text"
    SVG = "svg"
    JSON = "json"


@app.callback()
def group() -> None:
    """A conflict in a file: which of its states hold for whom, and why."""


@app.command()
def stability(
    file: ConflictFile,
    concept: Annotated[
        list[ConceptName] | None, typer.Option(metavar="NAME", help="Only this concept; may be given several times.")
    ] = None,
    shape: Annotated[Shape, typer.Option("--format", "-f", help="A table, a page, or rows.")] = Shape.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why, in a sentence for each cell; a page always does.")
    ] = False,
    coalition: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help='Some who act as one, such as "A + B"; may be given several times.'),
    ] = None,
    as_of: Day = None,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="STORE",
            help="See that statements cited, on any day, are in this store; else say which.",
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Which states are stable for whom, by six concepts, and which are equilibria.

    Where preferences are partly open: in all completions of what is stated, in some, with their share, or in none.
    Where coalitions are named: also what their members can do together. Exit status: 0, or 1 for a file with faults.
    """
    from onrecord.weigh.conflict import CONCEPTS

    wanted = [c for c in CONCEPTS if not concept or c in concept]
    model, day = modelled(file, as_of, db)
    try:
        joint = (*model.conflict.coalitions, *map(_members, coalition or ()))
        made = _stability(_with_coalitions(model, joint), wanted, day)
        with waiting("writing"):
            text = _written(made, Shape.JSON if as_json else shape, output, explain=explain)
        emit(text, output)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)


@app.command()
def paths(
    file: ConflictFile,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="STATE", help="A name, number or pattern; without it, the status quo."),
    ] = None,
    concept: Annotated[
        ConceptName, typer.Option(metavar="NAME", help="The equilibria that ways are looked for to.")
    ] = ConceptName.NASH,
    shape: Annotated[Drawn, typer.Option("--format", "-f", help="Text, a drawing, or values.")] = Drawn.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    as_of: Day = None,
    output: Output = None,
) -> None:
    """Where a state leads: the ways to each equilibrium, and what a coalition unlocks.

    Credible is a way on which each move is its mover's improvement. Where preferences are partly open: what is certain,
    and what rests on which open comparisons. Exit status: 0, or 1 for a file with faults.
    """
    from onrecord.publish.conflict_ways import paths_from

    model, day = modelled(file, as_of)
    try:
        with waiting("weighing"):
            made = paths_from(model, _begun(model, start), concept.value, day, samples_of(model))
        emit(_shown(made, Drawn.JSON if as_json else shape), output)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)


def _stability(model: "GraphModel", wanted: "Sequence[Concept]", day: str | None) -> "Stability | OpenTable":
    """The stability of every state, in as many completions as there are or are drawn where preferences are open."""
    from onrecord.publish.conflict import Stability
    from onrecord.weigh.conflict import certain, ranks_unless_open
    from onrecord.weigh.conflict.analysis import analysed
    from onrecord.weigh.conflict.coalitions import numbered

    for names in model.conflict.coalitions:
        numbered(model, names)
    with waiting("weighing"):
        ranks = ranks_unless_open(model)
        if ranks is None:
            return _open(model, certain(model), completed(model), wanted, day)
        return Stability(analysed(model, wanted, ranks), day)


def _open(
    model: "GraphModel",
    known: "tuple[Certain, ...]",
    possible: "JointCompletions",
    wanted: "Sequence[Concept]",
    day: str | None,
) -> "OpenTable":
    from onrecord.publish.conflict_open import OpenTable
    from onrecord.publish.conflict_open_wording import OpenAnalysis
    from onrecord.weigh.conflict import open_stability
    from onrecord.weigh.conflict.analysis import defined
    from onrecord.weigh.conflict.coalitions import numbered
    from onrecord.weigh.conflict.open_coalitions import bearable, open_coalitions

    concepts = defined(model, wanted)
    with progress("completions", len(possible)) as done:
        found = open_stability(model.movers, possible, concepts, done)
    groups = [numbered(model, names) for names in model.conflict.coalitions]
    if not groups or not bearable(model.movers, possible, len(groups)):
        return OpenTable(OpenAnalysis(model, known, possible, found), day)
    with progress("coalitions", len(possible)) as done:
        joint = open_coalitions(model.movers, possible, groups, concepts, done)
    return OpenTable(OpenAnalysis(model, known, possible, found, joint), day)


def completed(model: "GraphModel") -> "JointCompletions":
    """The completions of a model, or as many as can be looked at in about a minute."""
    from onrecord.weigh.conflict import completions

    return completions(model, samples=samples_of(model))


def samples_of(model: "GraphModel") -> int:
    """How many completions are looked at where they are drawn."""
    from onrecord.weigh.conflict.completions import MOST_RANKS, SAMPLES

    return min(SAMPLES, max(FEWEST_SAMPLES, MOST_RANKS // len(model.states)))


def _on_record(conflict: "Conflict", db: str) -> None:
    """Raises ConflictError where a line, whether it counts on the day or not, cites what is not in a store."""
    from onrecord.weigh.conflict.changing import on_record

    on_record(conflict, cited_in(conflict, db))


def cited_in(conflict: "Conflict", db: str) -> "dict[str, Said]":
    """The statements of a store that a conflict cites, by the ids that it gives them."""
    from onrecord.publish.conflict_citing import cited_in
    from onrecord.record.answers import Filter
    from onrecord.weigh.conflict.changing import cites

    return asked(db, Filter(), lambda view, _: cited_in(view, conflict)) if any(cites(conflict)) else {}


def _with_coalitions(model: "GraphModel", coalitions: Sequence[tuple[str, ...]]) -> "GraphModel":
    """The model, with these coalitions alone."""
    return replace(model, conflict=model.conflict.model_copy(update={"coalitions": tuple(dict.fromkeys(coalitions))}))


def _members(given: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in given.split("+"))
    if len(names) < 2 or not all(names):
        raise ConflictError([(None, f'--coalition {given!r}: name two or more decision makers, such as "A + B".')])
    return names


def _begun(model: "GraphModel", start: str | None) -> int:
    """The state that paths are looked for from."""
    if start is not None:
        return one_of(model, start, "--from")
    if model.conflict.status_quo is None:
        raise ConflictError([(None, "no status quo is written down. Name a state with --from, or add status_quo: …")])
    return model.number(model.conflict.status_quo)


def one_of(model: "GraphModel", state: str, flag: str) -> int:
    """The number, from 0, of the state that an option of the command names."""
    try:
        return model.state(state)
    except ConflictError as error:
        raise ConflictError([(None, f"{flag}: {told}") for _, told in error.faults]) from None


def _shown(made: "Paths", shape: Drawn) -> str:
    from onrecord.publish import conflict_paths

    if shape is Drawn.SVG:
        from onrecord.publish.conflict_drawing import svg

        return svg(made)
    if shape is Drawn.JSON:
        return json.dumps(conflict_paths.plain(made), ensure_ascii=False, indent=2)
    return conflict_paths.text(made)


def modelled(file: Path, as_of: str | None, db: str | None = None) -> "tuple[GraphModel, str | None]":
    """The graph model of a file, and the day whose preferences it holds; faults end the command, a line each.

    With a store, ``db``, statements that the file cites and the store does not hold are faults.
    """
    from onrecord.gather.conflict import load
    from onrecord.weigh.conflict import graph_model
    from onrecord.weigh.conflict.checking import check
    from onrecord.weigh.conflict.dated import as_of as on
    from onrecord.weigh.conflict.dated import last_day

    try:
        day = None if as_of is None else day_of(as_of, "--as-of")
        conflict = load(file)
        model = graph_model(on(conflict, day))
        check(model)
        if db is not None:
            _on_record(conflict, db)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)
    return model, day or last_day(conflict)


def _written(made: "Stability | OpenTable", shape: Shape, output: Path | None, *, explain: bool) -> str:
    from onrecord.publish import conflict, conflict_open

    shown: Any = conflict_open if isinstance(made, conflict_open.OpenTable) else conflict
    if shape is Shape.HTML:
        from onrecord.publish.conflict_page import render, render_open

        return render_open(made) if isinstance(made, conflict_open.OpenTable) else render(made)
    if shape is Shape.CSV:
        from onrecord.publish.listing import as_csv

        return as_csv(shown.rows(made, explain=explain))
    if shape is Shape.JSON:
        return json.dumps(shown.plain(made, explain=explain), ensure_ascii=False, indent=2)
    tables = drawn(shown.tables(made, Console().width), output)
    lines = [*shown.summary(made), shown.legend(made), *(shown.explained(made) if explain else ())]
    return "\n".join([tables, *lines])
