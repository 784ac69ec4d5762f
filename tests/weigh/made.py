"""Statements on record for tests of positions: two invented states, an alliance, and a strait with a radar."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from onrecord.record.answers import Citation, Said, Source
from onrecord.values import (
    ActorType,
    Alongside,
    Bearing,
    Delegate,
    Dossier,
    DossierParty,
    Forum,
    Issue,
    Kind,
    Quotation,
    Span,
    Spans,
    Stance,
)  # fmt: skip

DOSSIER = Dossier(
    title="The Halden Strait",
    parties=(
        DossierParty(
            name="Varnia", aliases=("Republic of Varnia",), organs=("Foreign Ministry of Varnia",),
            people=(Delegate(name="Ilya Dorn", role="Foreign Minister"), Delegate(name="Petra Valk")),
        ),
        DossierParty(name="Ostrel", people=(Delegate(name="Maren Tolvik", role="Foreign Minister"),)),
        DossierParty(name="Littoral Compact", aliases=("the Compact",)),
    ),
    forums=(Forum(name="Littoral Council"), Forum(name="Fisheries Commission", aliases=("the Commission",))),
    issues=(
        Issue(id="radar", name="Radar on Skerra", proposition="The radar on Skerra is dismantled."),
        Issue(id="patrols", name="Patrols", proposition="Patrols in the strait are limited."),
    ),
)  # fmt: skip


def spans(text: str, *words: str) -> Spans:
    return tuple(Span(start=text.index(w), end=text.index(w) + len(w), exact=w) for w in words)


def told(
    text: str, day: str, *, outlet: str = "Meridian Wire", key: str | None = None, quotation: Quotation = "indirect",
    relayed_by: str | None = None, confidence: float = 0.9, condition: str | None = None, red_line: str | None = None,
    alongside: Sequence[Alongside] = (), gone: str | None = None, full: bool = True,
) -> Citation:  # fmt: skip
    """A telling of a statement: the whole text is its content."""
    parts = {"content": spans(text, text)}
    parts |= {"condition": spans(text, condition)} if condition else {}
    parts |= {"red_line": spans(text, red_line)} if red_line else {}
    return Citation(
        source=Source(key or f"{outlet} {day}", None, outlet, None, day, day, gone), key="s", quotation=quotation,
        speaker=None, role=None, told_to=None, relayed_by=relayed_by, said_on=None, confidence=confidence, spans=parts,
        earliest=full, fullest=full, alongside=tuple(alongside),
    )  # fmt: skip


def said(
    number: int, party: str | None, text: str, day: str, *tellings: Citation, kind: Kind = "assertion",
    speaker: str | None = "Ansa Rehn", role: str | None = "Foreign Minister", actor_type: ActorType = "person",
    **more: object,
) -> Said:  # fmt: skip
    """A statement told once, or by some tellings."""
    return Said(
        id=number, actor=None, type=actor_type, speaker=speaker, role=role, party=party, kind=kind, date=day,
        content=text, citations=tellings or (told(text, day, **more),),  # type: ignore[arg-type]
    )  # fmt: skip


def bears(**stances: Stance | None) -> tuple[Bearing, ...]:
    return tuple(Bearing(issue=issue, stance=stance, by="phrase") for issue, stance in stances.items())


DAYS = ("2027-01-10", "2027-03-01", "2027-03-02", "2027-03-08", "2027-03-14")
TEXTS = (
    "the radar will never be dismantled", "ready to dismantle the radar if the station is shared",
    "a shared station would be welcome", "patrols are for the Littoral Council",
    "the Commission should take up patrols",
)  # fmt: skip
PEOPLE: tuple[tuple[str | None, str | None, ActorType], ...] = (
    ("Anselm Greve", "President", "person"), ("Maren Tolvik", "Foreign Minister", "person"),
    ("Petra Valk", "spokeswoman", "person"), (None, "a senior official", "unnamed"), ("Ilya Dorn", None, "person"),
    ("Varnia", None, "government"),
)  # fmt: skip
stances: st.SearchStrategy[Stance | None] = st.sampled_from(["for", "against", "conditional", "open", None])


@st.composite
def records(draw: st.DrawFn) -> tuple[tuple[Said, ...], Mapping[int, tuple[Bearing, ...]]]:
    """Statements of any parties, days, ranks and voices, and what they bear on."""
    found: list[Said] = []
    bearings: dict[int, tuple[Bearing, ...]] = {}
    for number in range(draw(st.integers(0, 9))):
        name, role, actor_type = draw(st.sampled_from(PEOPLE))
        text, day = draw(st.sampled_from(TEXTS)), draw(st.sampled_from(DAYS))
        beside = [
            Alongside(name=p, type="government", party=p, relation=r)
            for p, r in draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(["Varnia", "Ostrel", "Elsewhere"]),
                        st.sampled_from(["jointly", "on_behalf_of", "supported_by", "opposed_by"]),
                    ),
                    max_size=2,
                )
            )
        ]
        first = told(
            text, day, alongside=beside, confidence=draw(st.sampled_from([0.3, 0.9])),
            quotation=draw(st.sampled_from(["direct", "indirect", "mixed"])),
            condition="if the station is shared" if "if the" in text else None,
            red_line="never" if "never" in text else None,
        )  # fmt: skip
        later = told(text, draw(st.sampled_from([d for d in DAYS if d >= day])), outlet="Tribune", full=False)
        tellings = (first, later) if draw(st.booleans()) else (first,)
        party = draw(st.sampled_from(["Varnia", "ostrel", "the Compact", "Elsewhere", None]))
        kind = draw(st.sampled_from(["demand", "refusal", "offer", "assertion"]))
        found.append(
            said(number, party, text, day, *tellings, kind=kind, speaker=name, role=role, actor_type=actor_type)
        )
        issues = draw(st.lists(st.sampled_from(["radar", "patrols"]), unique=True))
        bearings[number] = bears(**{issue: draw(stances) for issue in issues})
    return tuple(found), bearings
