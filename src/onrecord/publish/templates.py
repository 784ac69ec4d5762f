"""Jinja templates of the package, escaping everything."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment in which every page is rendered: all values escaped, an unknown name an error."""
    return Environment(
        loader=PackageLoader("onrecord.publish", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
