"""A brief as Markdown, readable as it is in a terminal."""

import re

from onrecord.publish.lines import Brief, Line, Phrase, Section
from onrecord.publish.wording import counts, date_text, harmless

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def render(brief: Brief) -> str:
    """The brief in Markdown, its citations as [n] and listed with their words at the end."""
    out = [f"# {_escaped(brief.title.text)}", "", counts(brief), ""]
    out += [brief.left_out, ""] if brief.left_out else []
    for section in brief.sections:
        out += _section(section)
    out += ["## Sources", ""]
    for number, document in enumerate(brief.documents, 1):
        known = [document.title or "untitled", document.outlet or Phrase.NO_OUTLET.value]
        known += [date_text(document.published) if document.published else Phrase.NO_DATE.value]
        known += [document.url] if document.url else []
        out.append(f"{number}. {_escaped(', '.join(known))}")
    if brief.unread:
        out += ["", "**Not read:**", "", *(f"- {_escaped(line)}" for line in brief.unread)]
    out += ["", "## Citations", ""]
    for c in brief.citations:
        shown = " … ".join(" ".join(s.exact.split()) for s in c.shown)
        where = f"source {c.document + 1}, characters {c.shown[0].start}–{c.shown[-1].end}"
        out.append(f"- [{c.number}] {where}: {_escaped(shown)}")
    return "\n".join(out) + "\n"


def _section(section: Section) -> list[str]:
    out = [f"## {_escaped(section.title)}", ""]
    out += [section.note, ""] if section.note and section.groups else []
    if section.rows:
        out += ["| when | what | who |", "| --- | --- | --- |"]
        out += [f"| {_cell(a)} | {_cell(b)} | {_cell(c)} {_marks(c)} |" for a, b, c in section.rows] + [""]
    for group in section.groups:
        out += [f"**{group.heading.value}**", ""] if group.heading else []
        out += [f"- {_escaped(line.text)} {_marks(line)}" for line in group.lines]
        if group.older:
            out.append(f"- {Phrase.OLDER.value} ({len(group.older)}):")
            out += [f"  - {_escaped(line.text)} {_marks(line)}" for line in group.older]
        out.append("")
    return out if section.rows or section.groups else [*out, section.empty, ""]


def _cell(line: Line) -> str:
    text = _escaped(line.text)
    return f"**{text}**" if line.strong else text


def _marks(line: Line) -> str:
    return " ".join(f"[{n}]" for n in line.numbers)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", harmless(" ".join(text.split())))
