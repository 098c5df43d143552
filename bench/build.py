"""How fast records become a release, how much memory that takes, and whether both grow with the records and no faster.

usage: python -m bench.build [RECORDS …]     default: the packaged five, then 1,000; 10,000 takes a quarter of an hour
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench import synthetic

COMMAND = [sys.executable, "-m", "lexwire.server.cli", "build", "--json"]


def measured(records: Path | None, out: Path) -> tuple[float, float, int]:
    """Build *records* in a process of its own; return wall seconds, the largest process's MiB, and quads."""
    started = perf_counter()
    folders = ["--records", str(records)] if records else []
    report = subprocess.run([*COMMAND, *folders, "--out", str(out)], capture_output=True, check=True, text=True).stdout
    seconds = perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, json.loads(report)["quads"]


def main(sizes: list[int]) -> None:
    """Print one line for each size."""
    print(f"{'records':>8} {'quads':>12} {'seconds':>8} {'quads/s':>9} {'MiB':>6}   ({os.cpu_count()} cores)")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            records = Path(folder, "records") if size else None
            if records:
                synthetic.write(size, records)
            seconds, mebibytes, quads = measured(records, Path(folder, "data"))
        print(f"{size or 5:>8,} {quads:>12,} {seconds:>8.1f} {quads / seconds:>9,.0f} {mebibytes:>6,.0f}")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [0, 1000])
