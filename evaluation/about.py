"""What the look before reading loses and saves: `python -m evaluation.about [READINGS.jsonl]`, on the bulk news.

Every article is read in full, and kept or not for each of four dossiers; then the look is asked. Recall is of the
articles that are kept. Reading takes a quarter of an hour of one core; with READINGS.jsonl it is done once and kept.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from evaluation.issues import dossier as talks
from onrecord.errors import InputError
from onrecord.gather.document import document_from_text
from onrecord.gather.dossier import load as loaded
from onrecord.read.about import About
from onrecord.read.meaning import with_meanings
from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.sweep.keeping import Keeping
from onrecord.values import Dossier, Reading

HERE = Path(__file__).resolve().parent / "about"
NEWS = HERE.parents[2] / "shared/data/bulk-news.jsonl.gz"


def dossiers() -> dict[str, Dossier]:
    """The dossiers, by what they are about: that of evaluation/issues, and three for these articles."""
    return {"talks": talks()} | {path.stem: loaded(path) for path in sorted(HERE.glob("*.yaml"))}


def readings(kept: Path | None = None) -> Iterator[Reading]:
    """Every article read in full; from a file where it is there, else into it."""
    model = load()
    if kept is not None and kept.exists():
        for line in kept.open(encoding="utf-8"):
            yield with_meanings(Reading.model_validate_json(line), model)
        return
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    made = []
    for row in track(rows, "reading", console=Console(stderr=True)):
        try:
            document = document_from_text(row["text"], title=row.get("title"), published=row.get("date"))
        except InputError:
            continue
        made.append(read_with(document, model))
    if kept is not None:
        kept.write_text("".join(f"{reading.model_dump_json()}\n" for reading in made), encoding="utf-8")
    yield from made


def main() -> None:
    """Print a row a dossier."""
    if not NEWS.exists():
        sys.exit(f"{NEWS} is not here: the look before reading is measured where it is.")
    model = load()
    read = list(readings(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
    texts = [f"{r.document.title or ''}\n{r.document.text}" for r in read]
    table = Table("dossier", "articles", "kept by the reader", "of these found", "recall %", "read %", "a minute")
    for name, dossier in dossiers().items():
        keeping, about = Keeping(dossier, model), About(dossier, model)
        wanted = [keeping.keeps(r) for r in read]
        begun = time.process_time()
        looked = [about.may_concern(text) for text in texts]
        rate = 60 * len(texts) / (time.process_time() - begun)
        both, kept = sum(w and f for w, f in zip(wanted, looked, strict=True)), sum(wanted)
        recall = f"{100 * both / kept:.1f}" if kept else "–"
        share = 100 * sum(looked) / len(looked)
        table.add_row(name, f"{len(read):,}", f"{kept}", f"{both}", recall, f"{share:.1f}", f"{rate:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
