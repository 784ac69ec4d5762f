"""Arguments that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

Sources = Annotated[list[str], typer.Argument(metavar="PATH|URL|-…", help="Files, web pages, or - for standard input.")]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When the inputs were published, instead of what they say themselves."),
]
Outlet = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who published the inputs, instead of what they say themselves.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file to write instead of standard output.")
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Let URLs lead to private and loopback addresses.")]
