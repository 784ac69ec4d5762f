"""onrecord as a component of spaCy pipelines."""


def make() -> None:
    """Stub."""
