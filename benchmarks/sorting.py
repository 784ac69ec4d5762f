"""What kinds, red lines, issues and stances cost on top of reading: `python -m benchmarks.sorting [FOLDER]`.

CPU time on one core, warm, as a share of the whole reading of a folder of articles (the wire reports where none is
named), which holds kinds and meanings already. The issues are those of evaluation/issues/talks.yaml.
"""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.throughput import cpu_seconds
from onrecord.gather.dossier import load as load_dossier
from onrecord.pipeline import gather
from onrecord.read.acts import act
from onrecord.read.bearing import Told, bearings
from onrecord.read.meaning import issue_meaning, with_meanings
from onrecord.read.model import load
from onrecord.read.parse import parse
from onrecord.read.reading import read_with
from onrecord.values import Reading

ROOT = Path(__file__).resolve().parents[1]
WIRE = ROOT.parent / "shared/data/wire-1987"


def told(reading: Reading) -> list[Told]:
    """The statements of a reading as they are sorted."""
    return [
        Told(*(" ".join(x.exact for x in spans) for spans in (s.cue, s.content, s.condition)), s.kind, s.meaning)
        for s in reading.statements
    ]


def main(folder: str = str(WIRE)) -> None:
    """Print the table."""
    model = load()
    documents = [gather(str(path)) for path in sorted(Path(folder).glob("*.md"))]
    readings = {d.id: read_with(d, model) for d in documents}
    parsed = {d.id: parse(d.text, model) for d in documents}
    issues = load_dossier(ROOT / "evaluation/issues/talks.yaml").issues
    meanings = [issue_meaning(issue, model) for issue in issues]
    whole = cpu_seconds(lambda d: read_with(d, model), documents)

    def acts(name: str) -> None:
        text = parsed[name]
        for a in text.attributions:
            act(text, a)

    stages = {
        "kinds, conditions, red lines": cpu_seconds(lambda d: acts(d.id), documents),
        "meanings": cpu_seconds(lambda d: with_meanings(readings[d.id], model), documents),
        f"{len(issues)} issues and stances": cpu_seconds(
            lambda d: bearings(told(readings[d.id]), issues, meanings, model.stances.stance), documents
        ),
    }
    table = Table("stage", "CPU seconds", "of the reading", title=f"{len(documents)} documents")
    for name, seconds in (*stages.items(), ("together", sum(stages.values())), ("whole reading", whole)):
        table.add_row(name, f"{seconds:.2f}", f"{100 * seconds / whole:.1f} %")
    Console().print(table)


if __name__ == "__main__":
    main(*sys.argv[1:])
