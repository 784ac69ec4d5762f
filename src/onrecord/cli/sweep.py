"""``onrecord sweep``: archives into a dataset."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from onrecord.cli.add import STOPPED
from onrecord.cli.asking import FAILED, fail, loaded
from onrecord.cli.parameters import AllowPrivate, Outlet, Published
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.sweep.outcome import Failed, Going, News
    from onrecord.sweep.run import Plan
    from onrecord.values.dataset import Manifest

_SO_FAR = (
    "{task.fields[seen]:,} documents, {task.fields[rate]:.1f} a second, "
    "{task.fields[kept]:,} kept, {task.fields[skipped]:,} not"
)
Archives = Annotated[
    list[str], typer.Argument(metavar="PATH|URL|FOLDER…", help="WARC, ARC, JSONL and Parquet files, or folders.")
]


def sweep(
    sources: Archives,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="The dataset: a new folder, or its own.")],
    dossier: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep only what this dossier is about; else everything.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; else one a core.")] = None,
    ray: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Ray cluster: host:port, auto, or local to begin one here.")
    ] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Columns of Parquet files by other names: text=body,date=day.")
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    allow_private: AllowPrivate = False,
    as_json: Annotated[bool, typer.Option("--json", help="What became of everything, as JSON.")] = False,
) -> None:
    """Read archives into a dataset of Parquet files, which onrecord add, DuckDB and pandas open.

    Each file is in the dataset whole or not at all: the next run goes on where this one stopped.

    Exit status: 0 when every shard is in the dataset, 1 when one could not be read, 130 when interrupted.
    """
    try:
        from onrecord.sweep.run import planned, swept

        options = _options(published, outlet, columns, allow_private=allow_private)
        plan = planned(sources, out, loaded(dossier) if dossier else None, options)
        came_out = _followed(plan, swept(plan, workers=workers, ray=ray))
    except OnrecordError as error:
        fail(error)
    if as_json:
        typer.echo(json.dumps(came_out.plain(), indent=2))
    else:
        came_out.print(out)
    for one in came_out.failed:
        typer.echo(f"onrecord: {one.shard}: {one.problem}", err=True)
    if came_out.failed:
        raise typer.Exit(FAILED)


def _options(published: str | None, outlet: str | None, columns: str | None, *, allow_private: bool) -> Any:
    from onrecord.gather.parquet import columns as named
    from onrecord.gather.pending import Options

    return Options(published, outlet, allow_private, named(columns) if columns else ())


@dataclass
class _CameOut:
    """What became of a sweep's shards, those of earlier runs among them."""

    shards: int
    before: int
    done: list["Manifest"]
    failed: list["Failed"]
    going: dict[str, "Going"] = field(default_factory=dict)
    seen_done: int = 0  # documents of the shards that this run has done: of thousands they are not counted at each word
    kept_done: int = 0

    def hear(self, news: "News") -> None:
        from onrecord.sweep.outcome import Failed, Going

        if isinstance(news, Going):
            self.going[news.shard] = news
        elif isinstance(news, Failed):
            self.failed.append(news)
            self.going.pop(news.shard, None)
        else:
            self.done.append(news.manifest)
            self.seen_done += _all(news.manifest)
            self.kept_done += news.manifest.counts.kept
            self.going.pop(news.manifest.shard, None)

    def seen(self) -> int:
        """Documents that this run has looked at."""
        return self.seen_done + sum(g.seen for g in self.going.values())

    def kept(self) -> int:
        """Documents that this run keeps."""
        return self.kept_done + sum(g.kept for g in self.going.values())

    def skipped(self) -> Counter[str]:
        """Documents that are not in the dataset, by reason."""
        total: Counter[str] = Counter()
        for manifest in self.done:
            total.update(manifest.counts.skipped)
        return total

    def plain(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "shards": {"all": self.shards, "done": len(self.done), "done_before": self.before},
            "documents": sum(map(_all, self.done)),
            "read": sum(m.counts.read for m in self.done),
            "kept": sum(m.counts.kept for m in self.done),
            "skipped": dict(sorted(self.skipped().items())),
            "failed": [{"shard": f.shard, "problem": f.problem} for f in self.failed],
        }

    def print(self, out: Path) -> None:
        """A line and a table."""
        told = self.plain()
        earlier = f", {self.before} of them before" if self.before else ""
        typer.echo(
            f"{out}: {len(self.done)} of {self.shards} shard{'s' * (self.shards != 1)}{earlier}; "
            f"{told['documents']:,} documents, {told['read']:,} read, {told['kept']:,} kept"
        )
        if told["skipped"]:
            table = Table("not kept", "documents", box=None)
            table.columns[1].justify = "right"
            for reason, number in sorted(told["skipped"].items(), key=lambda item: -item[1]):
                table.add_row(reason, f"{number:,}")
            Console().print(table)


def _all(manifest: "Manifest") -> int:
    counts = manifest.counts
    return counts.kept + sum(counts.skipped.values())


def _followed(plan: "Plan", news: Iterable["News"]) -> _CameOut:
    """Follow a sweep to its end, with a bar on a terminal."""
    came_out = _CameOut(len(plan.shards), len(plan.done), list(plan.done), list(plan.unlisted))
    console = Console(stderr=True)
    columns = (TextColumn("sweeping"), BarColumn(), MofNCompleteColumn(), TextColumn(_SO_FAR), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        every, done = len(plan.shards) + len(plan.unlisted), len(plan.done)
        task = progress.add_task("sweeping", total=every, completed=done, seen=0, rate=0.0, kept=0, skipped=0)
        try:
            for one in news:
                came_out.hear(one)
                seen, kept = came_out.seen(), came_out.kept()
                ended = len(came_out.done) + len(came_out.failed)
                rate = seen / (progress.tasks[0].elapsed or 1.0)
                progress.update(task, completed=ended, seen=seen, kept=kept, skipped=seen - kept, rate=rate)
        except KeyboardInterrupt:
            progress.stop()
            left = came_out.shards - len(came_out.done)
            typer.echo(f"onrecord: stopped; {left} shards left. Run the same command to go on.", err=True)
            raise typer.Exit(STOPPED) from None
    return came_out
