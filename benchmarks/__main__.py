"""All benchmarks, one after another."""

from rich.console import Console
from rich.table import Table

from benchmarks import crash, overhead, sorting, startup, throughput, together
from evaluation.measures import DATA, MEASURED


def quality() -> None:
    """Print every measure of the reader on each data set that is at hand."""
    for name, path in DATA.items():
        if path.exists():
            table = Table("measure", "%", title=name)
            for measure, value in MEASURED[name](path).items():
                table.add_row(measure, f"{value:.1f}")
            Console().print(table)


if __name__ == "__main__":
    quality()
    if throughput.DEV.exists():
        throughput.main()
        sorting.main()
    startup.main()
    overhead.main()
    together.main()
    crash.main()
