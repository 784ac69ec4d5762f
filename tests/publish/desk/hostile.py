"""A store whose documents attack the desk, and a look at a page that tells whether any of it got through.

Everything that a document can say is hostile here: title, text, outlet, address, file name, who speaks and in which
role, whom they tell, forums, places, delegates; the judge of a ruling and the dossier's names too. ``store_at`` makes
it, ``addresses`` names pages to open, ``harmless`` opens one.
"""

import json
import re
from pathlib import Path

from playwright.sync_api import Page

from onrecord.gather.duplicates import signature
from onrecord.record.answers import Filter
from onrecord.record.rulings import Correction
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import (
    PLOVER,
    Actor,
    Alongside,
    Document,
    Evidence,
    Kind,
    Meeting,
    Reading,
    Span,
    Speaker,
    Statement,
    When,
    cut,
)  # fmt: skip

SCRIPT = "<script>window.ran='script'</script>"
IMAGE = "<img src=x onerror=\"window.ran='image'\">"
OUT = "\"'><svg onload=window.ran='svg'><b title=\""
CLOSING = "</title></style></textarea></script><script>window.ran='closing'</script>"
TEMPLATE = "{{ 7 * 191 }}{% include 'base.html' %}${7*191}"
ADDRESS = "javascript:window.ran='address'//"
EVENT = "x\r\nEND:VEVENT\r\nBEGIN:VALARM;ACTION=x"
TURNED = "Report \u202egnp.exe\u202c \u2066\u2067\u202dunclosed \u202eto the end"
UNSEEN = "ze\u200bro \ufeffwi\u2060dth \x07\x1b[31m\x85\x9f \u2028line\u2029s so\u00adft \U000e0041"
ATTACKS = (
    SCRIPT,
    IMAGE,
    OUT,
    CLOSING,
    TEMPLATE,
    TURNED,
    UNSEEN,
    EVENT,
    "e\u0301" + "\u0354" * 60,
    "𝔘𝔫𝔦 👩‍👩‍👧‍👦 \U0010ffff",
)
WALL = 5_000_000  # characters of a paragraph without a space
FAR = 3_000_000  # where in it something is said
DAY = "2031-05-02"
PARTY = f"Varnia {IMAGE}{TURNED}"
DORN = Speaker(name=f"Ilya {SCRIPT} Dorn", type="person", role=f"Minister {OUT}{TURNED}", party=PARTY)
NOBODY = Speaker(name=None, type="unnamed", role=f"an official {IMAGE}")
KINDS: tuple[Kind, ...] = tuple(PLOVER)


LOOK = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const kept = "bdi, .control, .text, .context, textarea, option";
  const turns = (n) => n.nodeType === 3 && /[\\u202a-\\u202e\\u2066-\\u2069]/.test(n.data);
  const alone = (e) => e.childNodes.length === 1 && !getComputedStyle(e).display.startsWith("inline");
  const turning = (e) => [...e.childNodes].some(turns) && !alone(e);  // alone in a block or cell it turns nothing else
  return {
    ran: window.ran ?? null,
    markup: all("body script, img, body svg[onload], [onerror], [onload], b[title]").map((e) => e.outerHTML),
    links: all("a[href], form[action]").map((e) => e.href ?? e.action)
      .filter((address) => /^(javascript|data|vbscript):/i.test(address)),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    turned: all("body *").filter((e) => !e.closest(kept) && turning(e)).map((e) => e.outerHTML.slice(0, 200)),
    multiplied: document.body.innerText.includes("1337"),
  };
}"""


def store_at(path: Path) -> Path:
    """Make the store, with a dossier beside it."""
    writer = Writer(open_store(path, create=True, write=True), path)
    for number, one in enumerate((*map(_attack, range(len(ATTACKS))), wall(), _long_words())):
        writer.add(f"/news/{ATTACKS[number % len(ATTACKS)]}/{number}.md", one, signature(one.document.text))
    first = _attack(0)
    changed = _document(first.document.text + " " + SCRIPT, f"Changed {SCRIPT}", OUT)
    writer.add(f"/news/{ATTACKS[0]}/0.md", Reading(document=changed), signature(changed.text))
    for attack in ATTACKS:
        writer.fail(f"/news/{attack}.pdf", f"cannot be read: {attack}")
    _rule(writer, path)
    path.with_suffix(".dossier.yaml").write_text(_dossier(), "utf-8")
    return path


def addresses(path: Path) -> list[str]:
    """Pages of the desk on the store; those that it does not have are passed over by ``harmless``."""
    view = View.open(path)
    said, listed, actors = view.statements(Filter(limit=200)), view.listed(), view.actors(Filter(limit=200))
    return [
        "/", "/matrix", "/timeline", "/statements", "/documents", "/actors", "/brief", "/conflict", "/review", "/add",
        "/review/list", "/review/log", "/review/log?withdrawn=1", "/review/agreement",
        "/search", "/search?q=said", "/search?q=window+ran", "/changes?since=2020-01-01", "/parties",
        *(f"/search?q={q}" for q in ("%3Cscript%3Ewindow.ran=1%3C/script%3E", "%22%3E%3Csvg%20onload=window.ran=2%3E")),
        *(f"/statements/{s.id}" for s in said[:12]), *(f"/documents/{x.source.key}" for x in listed),
        *(f"{at}/{a.id}" for a in actors[:6] for at in ("/actors", "/review/actors")),
    ]  # fmt: skip


def harmless(page: Page, address: str, width: int = 380) -> None:
    """Open a page: nothing of a document ran, became markup, or pushed the page wider than the window."""
    if page.request.get(address).status == 404:
        return
    page.set_viewport_size({"width": width, "height": 800})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.wait_for_load_state("load")
    found = page.evaluate(LOOK)
    assert found["ran"] is None, (address, found)
    assert not found["markup"], (address, found["markup"])
    assert not found["links"], (address, found["links"])
    assert not found["turned"], (address, found["turned"])
    assert not found["multiplied"], address
    assert found["wide"] <= 0, (address, found["wide"])


def wall() -> Reading:
    """A paragraph of five million characters, without a space, in which something is said far down and at its end."""
    text = "w" * FAR + "«deadlock»" + "v" * (WALL - FAR - 30) + "«the_very_last_words»"
    text = text[: WALL - 1] + "."
    doc = _document(text, "A wall " + "W" * 4000, "outlet" * 300)
    last = text.index("«the_very")
    return Reading(
        document=doc,
        statements=(
            _said("far", text, NOBODY, (FAR - 9, FAR), (FAR, FAR + 10), "warning"),
            _said("huge", text, NOBODY, (FAR + 200_000, FAR + 200_010), (FAR + 200_010, FAR + 400_000), "demand"),
            _said("last", text, NOBODY, (last - 9, last), (last, last + 15), "refusal"),
        ),
    )  # fmt: skip


def _long_words() -> Reading:
    """Names without a space, of some thousands of characters."""
    name, text = "N" * 3000, "N" * 3000 + " said " + "x" * 9000 + "."
    who = Speaker(name=name, type="person", role="R" * 3000, party="P" * 3000)
    made = _said("names", text, who, (0, 3000), (3006, 12006), "offer")
    met = Meeting(
        forum="F" * 3000, what="meeting", kind="round", place="L" * 3000, date=When(date=DAY, precision="day"),
        parties=("P" * 3000, PARTY), delegates=(name,), status="planned", evidence=cut(text, [(0, 3005)]),
    )  # fmt: skip
    return Reading(document=_document(text, "T" * 3000, "O" * 3000), actors=(_actor(who, text, (0, 3000)),),
                   statements=(made,), meetings=(met,))  # fmt: skip


def _attack(number: int) -> Reading:
    attack, kind = ATTACKS[number], KINDS[number % len(KINDS)]
    said = f"the radar {attack} must go"
    text = f"On Monday Dorn{attack} said {said} unless {attack}. They meet {attack} in Kelmar.\n\nThe end {attack}"
    name, content = text.index("Dorn"), text.index(said)
    condition, meet = text.index("unless"), text.index("They meet")
    statement = _said(f"s{number}", text, DORN, (name, name + 4), (content, content + len(said)), kind).model_copy(
        update={
            "condition": cut(text, [(condition, condition + 6 + 1 + len(attack))]),
            "red_line": cut(text, [(content, content + 9)]),
            "told_to": f"{attack} Tribune",
            "relayed_by": Speaker(name=f"{attack} spokesman", type="person"),
            "alongside": (Alongside(name=f"Ally {attack}", type="government", party=attack, relation="supported_by"),),
            "evidence": Evidence(speaker=cut(text, [(name, name + 4)]), said_on=cut(text, [(3, 9)])),
        }
    )
    met = Meeting(
        forum=f"Council {attack}", what="meet", kind="round", place=f"Kelmar {attack}",
        date=When(date="2031-06-01", precision="day"), parties=(PARTY, f"Ostrel {attack}"), delegates=(str(DORN.name),),
        status="planned", agenda=cut(text, [(meet, meet + 9)]), evidence=cut(text, [(meet, meet + 10 + len(attack))]),
    )  # fmt: skip
    return Reading(
        document=_document(text, f"Title {attack}", f"Outlet {attack}", ADDRESS if number % 2 else f"https://x.test/{attack}"),
        actors=(_actor(DORN, text, (name, name + 4)),), statements=(statement,), meetings=(met,),
    )  # fmt: skip


def _document(text: str, title: str, outlet: str, url: str | None = None) -> Document:
    made = Document(id="", title=title, outlet=outlet, url=url, published=DAY, text=text)
    return made.model_copy(update={"id": made.content_id()})


def _actor(who: Speaker, text: str, at: tuple[int, int]) -> Actor:
    found = cut(text, [at])
    return Actor(**who.model_dump(), aliases=(SCRIPT,), mentions=found, evidence=found)


def _said(
    key: str, text: str, who: Speaker, source: tuple[int, int], content: tuple[int, int], kind: Kind
) -> Statement:
    at: tuple[Span, ...] = cut(text, [source])
    return Statement(
        id=key, source=at, cue=(), content=cut(text, [content]), quotation="indirect", speaker=who, kind=kind,
        plover=PLOVER[kind], said_on=When(date=DAY, precision="day"), confidence=0.2, evidence=Evidence(speaker=at),
    )  # fmt: skip


def _rule(writer: Writer, path: Path) -> None:
    """Persons with hostile names correct and reject, and take back."""
    numbers = [s.id for s in View.open(path).statements(Filter(party=PARTY))]
    writer.rule(Correction(numbers[0], "kind", "warning"), judge=SCRIPT)
    speaker = {"name": IMAGE, "type": "person", "role": OUT, "party": TURNED}
    writer.withdraw(writer.rule(Correction(numbers[1], "speaker", speaker), judge=TURNED), judge=OUT)
    writer.rule(Correction(numbers[-1], "reject"), judge=UNSEEN)
    writer.rule(Correction(numbers[0], "kind", "demand"), judge=IMAGE)  # two who disagree
    keep, other = (actor.id for actor in View.open(path).actors(Filter(limit=2)))
    writer.merge(keep, other, judge=OUT, reason=f"{CLOSING} {TURNED}")


def _dossier() -> str:
    def q(text: str) -> str:  # a dossier with a sign that turns writing is refused
        return json.dumps(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text))

    return f"""
title: {q("Talks " + SCRIPT + TURNED)}
parties:
  - {{name: {q(PARTY)}, aliases: [{q("V " + OUT)}]}}
  - {{name: {q("Ostrel " + SCRIPT)}}}
forums:
  - {{name: {q("Council " + SCRIPT)}}}
issues:
  - id: radar
    name: {q("Radar " + IMAGE + TURNED)}
    proposition: {q("The radar must go " + CLOSING)}
    phrases: [radar]
"""
