"""Characters that cannot be seen, made to be seen: those that turn the direction of writing, take no room or command.

Texts come from anywhere. A control that is shown by its name, and closed in where it stands, turns nothing around it.
"""

import re

from markupsafe import Markup, escape

from onrecord.publish.listing import short

_NAMED = {
    0x00AD: "SHY", 0x034F: "CGJ", 0x061C: "ALM", 0x115F: "HF", 0x1160: "HF", 0x180E: "MVS", 0x200B: "ZWSP",
    0x200E: "LRM", 0x200F: "RLM", 0x2028: "LS", 0x2029: "PS", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF",
    0x202D: "LRO", 0x202E: "RLO", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0x3164: "HF", 0xFEFF: "BOM", 0xFFF9: "IAA", 0xFFFA: "IAS", 0xFFFB: "IAT",
}  # fmt: skip
_TAGS = range(0xE0000, 0xE0080)
_NAMED |= dict.fromkeys(_TAGS, "TAG")
_NAMED |= {c: f"U+{c:02X}" for c in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))}
_NAMED |= {c: f"U+{c:X}" for c in range(0xD800, 0xE000)}  # half a character: it cannot be sent
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"  # stands on the letter before it
)
_HEAP = f"(?<={_MARK * 4}){_MARK}+"  # more than a letter of any language bears
# The tags as a range: as single letters beyond the first plane they would make every search sixty times as slow.
_EACH = "".join(re.escape(chr(c)) for c in sorted(_NAMED) if c not in _TAGS) + f"{chr(_TAGS[0])}-{chr(_TAGS[-1])}"
_UNSEEN = re.compile(f"([{_EACH}]|{_HEAP})")
_PERHAPS = re.compile(f"[{_EACH}{_MARK[1:]}")  # one class, which is looked for fast: most texts have none of it
_SENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL = Markup('<span class="control" data-name="{}">{}</span>')
_APART = Markup("<bdi>"), Markup("</bdi>")

Bit = tuple[str, str | None]


def bits(text: str) -> list[Bit]:
    """A text in pieces: as it stands, or what is not seen with its name. What no page can hold becomes U+FFFD."""
    if not _any(text):
        return [(text, None)]
    found = _UNSEEN.split(text)
    return [(_SENT.sub("\ufffd", t), _name(t)) if n % 2 else (t, None) for n, t in enumerate(found) if t]


def _name(unseen: str) -> str:
    return _NAMED.get(ord(unseen[0]), f"{len(unseen)} marks")


def _any(text: str) -> bool:
    """Whether there may be such a character."""
    return not (text.isascii() and text.isprintable()) and _PERHAPS.search(text) is not None


def marked(text: str) -> Markup:
    """A text for a page, each such character closed in under its name."""
    if not _any(text):
        return escape(text)
    return Markup("").join(_CONTROL.format(name, bit) if name else escape(bit) for bit, name in bits(text))


def plain(text: str, most: int = 300) -> Markup:
    """The same, cut at a word, and kept apart from the direction of the writing around it: what documents say."""
    return _APART[0] + marked(short(text, most)) + _APART[1]


def seen(text: str) -> str:
    """A text in one line in which every such character stands as its name: for attributes, and titles of windows."""
    if not _any(text):
        return text
    return "".join(f"[{name}]" if name else bit for bit, name in bits(text))
