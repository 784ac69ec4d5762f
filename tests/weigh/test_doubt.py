"""What is looked at first: what the reader is unsure of, and what tellings disagree on."""

from dataclasses import replace

from onrecord.record.answers import Citation, Conflict, Said, Source
from onrecord.values import Kind
from onrecord.weigh.doubt import doubt, least_sure


def telling(confidence: float, kind: Kind = "offer", *, fullest: bool = False) -> Citation:
    source = Source("d", None, "Meridian Wire", None, None, "2027-03-01", None)
    return Citation(
        source=source, key="k", quotation="indirect", speaker="Ilya Dorn", role=None, told_to=None, relayed_by=None,
        said_on=None, confidence=confidence, spans={}, earliest=False, fullest=fullest, kind=kind,
    )  # fmt: skip


def said(number: int, *citations: Citation) -> Said:
    return Said(number, 1, "person", "Ilya Dorn", None, None, "offer", "2027-03-01", "so", citations)


def test_less_confidence_is_more_doubt_and_so_is_disagreement() -> None:
    sure = said(1, telling(0.95, fullest=True))
    unsure = said(2, telling(0.4, fullest=True))
    split = said(3, telling(0.95, fullest=True), telling(0.95, "refusal"))
    agreed = said(4, telling(0.95, fullest=True), telling(0.2))
    apart = replace(sure, id=5, conflicts=(Conflict("date", ()),))
    assert [s.id for s in least_sure([sure, unsure, split, agreed, apart])] == [2, 3, 5, 4, 1]
    assert doubt(sure) == doubt(agreed)
    assert 0 <= doubt(sure) < doubt(apart) < doubt(split) < doubt(unsure) <= 1
