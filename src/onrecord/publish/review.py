"""A suggestion as a reviewer sees it in a terminal: plain text, the marked words in their place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.publish.listing import who
from onrecord.publish.rulings import line
from onrecord.publish.wording import date_text, harmless
from onrecord.record.answers import Said
from onrecord.spans import Range
from onrecord.values import Issue, Span

AROUND = 400  # characters shown before and after the marked words, as far as the paragraph goes
MARKS: Mapping[str, tuple[str, str]] = {"source": ("{", "}"), "cue": ("<", ">"), "content": ("«", "»")}
KEYS = (
    ("c", "confirm", ""), ("k", "kind", "KIND"), ("s", "speaker", "NAME[, PARTY], or - for an unnamed source"),
    ("x", "reject", ""), ("i", "issue", "ISSUE, or -ISSUE to take it away"), ("t", "stance", "ISSUE STANCE"),
    ("r", "red line", "its words, nothing for all, or - for none"),
    ("o", "condition", "its words, or - for none"), ("u", "undo", ""), ("n", "next", ""), ("q", "quit", ""),
    ("h", "help", ""),
)  # fmt: skip
HINT = " ".join(f"[{key}] {name}" for key, name, _ in KEYS)
HELP = "\n".join(
    [f"  {key}  {name}{': ' + takes if takes else ''}" for key, name, takes in KEYS]
    + ["  In the text, {who} speaks, <cue> says so, «what» is said."]
)


def suggestion(said: Said, text: str, *, place: str, issues: Sequence[Issue] = ()) -> str:
    """A statement in its context, with what was said of it so far."""
    telling = said.fullest
    ranges = {role: [s.range for s in telling.spans.get(role, ())] for role in MARKS}
    spoken = ", ".join(filter(None, (said.role, said.party)))
    lines = [
        f"--- {place}: statement {said.id}",
        f"{who(said)}{f' ({spoken})' if spoken else ''} · {said.kind} · {date_text(said.date)} · {_told(said)}",
        "",
        context(text, ranges),
        "",
        *(f"{name}: {_words(telling.spans.get(role, ()))}" for name, role in _READ if telling.spans.get(role)),
        *(line(one) for one in said.rulings),
    ]
    if issues:
        lines.append("issues: " + ", ".join(f"{i.id} ({i.proposition})" for i in issues))
    return harmless("\n".join(lines))


_READ = (("condition", "condition"), ("red line", "red_line"))


def context(text: str, ranges: Mapping[str, Sequence[Range]]) -> str:
    """The paragraphs in which some ranges stand, the ranges between marks, by the role they play."""
    every = sorted((start, end, role) for role, some in ranges.items() for start, end in some)
    if not every:
        return ""
    first, last = every[0][0], max(end for _, end, _ in every)
    begin = max(text.rfind("\n", 0, first) + 1, first - AROUND)
    newline = text.find("\n", last)
    finish = min(newline if newline >= 0 else len(text), last + AROUND)
    out, at = ["… " if begin and text[begin - 1] != "\n" else ""], begin
    for start, end, role in every:
        if start >= at:
            left, right = MARKS[role]
            out += [text[at:start], left, text[start:end], right]
            at = end
    cut_short = finish < len(text) and text[finish] != "\n"
    return "".join([*out, text[at:finish], " …" if cut_short else ""])


def _words(spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(s.exact.split()) for s in spans)


def _told(said: Said) -> str:
    outlets = list(dict.fromkeys(c.source.outlet or "outlet unknown" for c in said.citations))
    first = said.fullest.source.outlet or "outlet unknown"
    more = len(outlets) - 1
    return first + (f" and {more} more" if more else "")


def summary(shown: int, counts: Mapping[str, int]) -> Iterator[str]:
    """What came of a session, in a line."""
    told = [f"{n} {what}" for what, n in counts.items() if n]
    yield f"{shown} shown: {', '.join(told) or 'nothing changed'}"
