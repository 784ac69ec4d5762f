"""What a person said of a statement, in a few words."""

from onrecord.record.answers import Ruling


def line(ruling: Ruling) -> str:
    """A ruling in a line: what a person answered, and what the reader had."""
    was = "" if ruling.field in ("confirm", "reject") else f" (the reader: {plain(ruling.machine)})"
    of = f" {ruling.issue}" if ruling.issue else ""
    return (
        f"{ruling.judge} on {ruling.made[:10]}: {ruling.field.replace('_', ' ')}{of} {answered(ruling)}".rstrip() + was
    )


def answered(ruling: Ruling) -> str:
    """A person's answer in words."""
    if ruling.field in ("confirm", "reject"):
        return ""
    if ruling.field == "issue":
        return "assigned" if ruling.answer else "taken away"
    return plain(ruling.answer)


def plain(answer: object) -> str:
    """An answer in a few words: a name for a speaker, the marked words for spans."""
    if isinstance(answer, dict):
        if "type" in answer:
            return ", ".join(str(v) for v in (answer["name"] or "unnamed", answer["role"], answer["party"]) if v)
        return "; ".join(f"{role} {plain(spans)}" for role, spans in answer.items())
    if isinstance(answer, list):
        return " … ".join(" ".join(str(s["exact"]).split()) for s in answer) or "none"
    return "none" if answer is None else str(answer)
