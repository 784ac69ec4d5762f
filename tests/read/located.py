"""Parsed texts for tests: spans are given as the words that stand there."""

from onrecord.read.parsed import Attribution, Mention, Parsed
from onrecord.spans import Range


def at(text: str, words: str, nth: int = 0) -> Range:
    """Where words stand in a text; the nth time they do."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def attribution(text: str, source: str, cue: str, *content: str, confidence: float = 0.99) -> Attribution:
    """An attribution of words that each stand once in the text."""
    spans = tuple(at(text, c) for c in content)
    return Attribution((at(text, source),) if source else (), (at(text, cue),) if cue else (), spans, confidence)


def parsed(text: str, *attributions: Attribution, people: tuple[str, ...] = (), orgs: tuple[str, ...] = ()) -> Parsed:
    """A text whose sentences end at full stops and line ends, with named mentions."""
    sentences: list[Range] = []
    start = 0
    for i, c in enumerate(text):
        if c == "\n" or (c == "." and text[i + 1 : i + 2] in {" ", "\n", ""}):
            if text[start : i + 1].strip():
                sentences.append((start, i + (c == ".")))
            start = i + 1 + (text[i + 1 : i + 2] == " ")
    if text[start:].strip():
        sentences.append((start, len(text)))
    mentions = [Mention(*at(text, p), "PERSON") for p in people] + [Mention(*at(text, o), "ORG") for o in orgs]
    return Parsed(text, tuple(sentences), tuple(sorted(mentions, key=lambda m: m.start)), attributions)
