"""Readings for tests, made from a text by naming the words of each span."""

from onrecord.values import (
    PLOVER,
    Actor,
    Document,
    Evidence,
    Kind,
    Meeting,
    Reading,
    Span,
    Spans,
    Speaker,
    Statement,
    When,
)  # fmt: skip

TEXT = """Varnian Foreign Minister Ilya Dorn said on Monday that Varnia was ready to discuss patrols in the strait if
Ostrel withdrew its boats. Ostrelian Foreign Minister Maren Tolvik ruled out any limit on patrols in the strait.

"We will not sign under threat," she told the Harbour Tribune. Varnia and Ostrel will meet in Kelmar on 8 March 2027.
The strait carries a third of the region's grain, and the boats of both states have patrolled it since the war."""


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), exact=words)


def spans(text: str, *words: str) -> Spans:
    return tuple(span(text, w) for w in words)


DORN = Speaker(name="Ilya Dorn", type="person", role="Foreign Minister", party="Varnia")
TOLVIK = Speaker(name="Maren Tolvik", type="person", role="Foreign Minister", party="Ostrel")


def statement(text: str, who: Speaker, kind: Kind, source: str, cue: str, *content: str, **more: object) -> Statement:
    return Statement(
        id=f"{kind}-{content[0][:12]}", source=spans(text, source), cue=spans(text, cue), content=spans(text, *content),
        quotation="indirect", speaker=who, kind=kind, plover=PLOVER[kind], confidence=0.9, **more,
    )  # fmt: skip


def reading(text: str = TEXT, title: str = "Talks in Kelmar", outlet: str | None = "Meridian Wire") -> Reading:
    titled = Evidence(speaker=spans(text, "Varnian Foreign Minister Ilya Dorn"), said_on=spans(text, "on Monday"))
    told = Evidence(
        speaker=spans(text, "Ostrelian Foreign Minister Maren Tolvik"), told_to=spans(text, "Harbour Tribune")
    )
    offer = statement(
        text, DORN, "offer", "Varnian Foreign Minister Ilya Dorn", "said",
        "that Varnia was ready to discuss patrols in the strait if\nOstrel withdrew its boats",
        condition=spans(text, "if\nOstrel withdrew its boats"), evidence=titled,
        said_on=When(date="2027-03-01", precision="day"),
    )  # fmt: skip
    refusal = statement(
        text, TOLVIK, "refusal", "Ostrelian Foreign Minister Maren Tolvik", "ruled out",
        "any limit on patrols in the strait", evidence=Evidence(speaker=told.speaker),
    )  # fmt: skip
    quote = statement(
        text,
        TOLVIK,
        "refusal",
        "she",
        "told",
        '"We will not sign under threat,"',
        evidence=told,
        told_to="Harbour Tribune",
    )
    meeting = Meeting(
        forum=None, what="will meet", kind="meeting", place="Kelmar", date=When(date="2027-03-08", precision="day"),
        parties=("Varnia", "Ostrel"), status="planned",
        evidence=spans(text, "Varnia and Ostrel will meet in Kelmar on 8 March 2027"),
    )  # fmt: skip
    actors = (Actor(name="Ilya Dorn", type="person", role="Foreign Minister", party="Varnia"),)
    last = span(text, text[text.index("The strait carries") :])
    document = Document(
        id="d", title=title, outlet=outlet, published="2027-03-03", text=text, url="https://wire.example/1"
    )
    return Reading(
        document=document, actors=actors, statements=(offer, refusal, quote), meetings=(meeting,), background=(last,)
    )
