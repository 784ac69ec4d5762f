"""Statements and meetings on record, made by hand: one citation each, in a document of its own unless named."""

from onrecord.record.answers import Citation, Known, Met, Report, Said, Source
from onrecord.values import Kind, Span


def spoken(
    number: int, party: str | None, kind: Kind, words: str, *, speaker: str | None = None, actor: int | None = None,
    document: str | None = None, at: int = 0, relayed_by: str | None = None,
) -> Said:  # fmt: skip
    source = Source(document or f"d{number}", None, "Meridian Wire", None, "2027-03-01", "2027-03-01", None)
    citation = Citation(
        source, f"s{number}", "indirect", speaker, None, None, relayed_by, None, 0.9,
        {"content": (Span(start=at, end=at + len(words), exact=words),)}, earliest=True, fullest=True,
    )  # fmt: skip
    return Said(number, actor, "person", speaker, None, party, kind, "2027-03-01", words, (citation,))


def met(*parties: str, forum: str | None = None, what: str = "will meet", delegates: tuple[str, ...] = ()) -> Met:
    source = Source("d", None, "Meridian Wire", None, "2027-03-01", "2027-03-01", None)
    report = Report(source, 0, None, None, None, "planned", {})
    return Met("u", forum, what, "round", None, None, None, "planned", parties, delegates, (report,))


def known(number: int, name: str, party: str | None) -> Known:
    return Known(number, name, "person", party, "2027-03-01", "2027-03-01", 1)
