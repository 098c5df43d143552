"""How fast articles become facts: against bare spaCy, by core, with a second worker, and whether memory stays flat.

usage: python -m bench.collections [--articles N] [--memory N]     20,000 articles take an hour and a half of one core
"""

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lexwire.graph.collecting.articles import Text

TEXTS = Path(__file__).parent.parent / "tests" / "articles"
COMMAND = [sys.executable, "-m", "lexwire.server.cli", "extract"]
SYLLABLES = (
    "bar",
    "cor",
    "den",
    "fel",
    "gan",
    "hol",
    "jor",
    "kel",
    "lin",
    "mor",
    "nar",
    "pel",
    "rin",
    "sal",
    "tor",
    "ven",
)


def invented(chance: random.Random, parts: int) -> str:
    """Return a word that no dictionary has."""
    return "".join(chance.choices(SYLLABLES, k=parts))


def article(number: int) -> str:
    """Return the article of that *number*: paragraphs of ours with other names, other numbers and some other words."""
    chance = random.Random(number)
    titles, paragraphs = [], []
    for file in sorted(TEXTS.glob("*.txt")):
        title, *body = file.read_text(encoding="utf-8").strip().split("\n\n")
        titles.append(title)
        paragraphs += [each for each in body if len(each) > 80]
    chosen = [chance.choice(titles), *chance.sample(paragraphs, 8)]
    return "\n\n".join(_changed(each, chance) for each in chosen) + "\n"


def _changed(text: str, chance: random.Random) -> str:
    text = re.sub(r"\d[\d,]*", lambda _: f"{chance.randint(2, 99_999):,}", text)
    text = re.sub(r"(?<=[a-z] )[A-Z][a-z]{4,}", lambda _: invented(chance, 3).capitalize(), text)
    return re.sub(r"(?<= )[a-z]{7,}(?= )", lambda m: invented(chance, 3) if chance.random() < 0.3 else m[0], text)


def web_page(text: str, size: int = 100_000) -> bytes:
    """Return *text* in a page with as much around it as newspapers have."""
    title, *body = text.strip().split("\n\n")
    script = "<script>var config = {advertising: 'banner', analytics: 1};</script>" * (size // 70)
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(100))
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{script}</head><body><ul>{menu}</ul>"
        f"<article><h1>{title}</h1>{''.join(f'<p>{each}</p>' for each in body)}</article></body></html>"
    ).encode()


def against_spacy(count: int) -> None:
    """Print the time of the whole extraction over that of spaCy alone on the same texts."""
    started = perf_counter()
    from lexwire.graph.extract import page, pipeline, syntax

    nlp = syntax.pipeline()
    print(f"start of a process with its pipeline: {perf_counter() - started:.1f} s")
    texts = [article(number) for number in range(count)]
    pipeline.facts(syntax.parsed(page.read(texts[0]), nlp))
    bare = whole = 0.0
    for text in texts:  # in turn, and in seconds of this process, so that what else the machine does counts for little
        started = process_time()
        nlp(text)
        parsed = process_time()
        pipeline.facts(syntax.parsed(page.read(text), nlp))
        bare, whole = bare + parsed - started, whole + process_time() - parsed
    print(f"extraction over bare spaCy, {count} articles: {whole / bare:.2f} times as long; {_resident():,.0f} MiB")


def before_the_gate(count: int) -> None:
    """Print what a web page costs that is let go, and one that is kept."""
    from lexwire.graph.collecting import gate, webpage

    kept = web_page(article(1))
    off = web_page("Roses\n\n" + "The rose grows by the wall in the sun and the rain. " * 40)
    for name, data in (("off topic", off), ("on topic", kept)):
        gate.shut_for(data)
        started = process_time()
        for _ in range(count):
            gate.shut_for(data)
        print(f"the gate, {len(data):,} bytes {name}: {(process_time() - started) / count * 1e6:.0f} µs a page")
    text = kept.decode()
    webpage.kept(text, "https://post.example/a")
    started = process_time()
    for _ in range(20):
        webpage.kept(text, "https://post.example/a")
    print(f"a page's text, title and days: {(process_time() - started) / 20 * 1e3:.1f} ms")


def throughput(count: int) -> None:
    """Print articles per second from files to files with one worker and with two, start and end included."""
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder, "papers")
        papers.mkdir()
        for number in range(count):
            (papers / f"2024-03-09-{number}.txt").write_text(article(number), encoding="utf-8")
        seconds = {}
        for workers in (1, 2):
            started, spent = perf_counter(), _children()
            command = [*COMMAND, str(papers), "--workers", str(workers), "-o", str(Path(folder, f"out{workers}"))]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds[workers] = perf_counter() - started
            rates = (
                f"{count / seconds[workers]:.2f} articles/s, {count / (_children() - spent):.2f} per second of a core"
            )
            print(f"{workers} worker(s): {rates}; {told.strip()}")
    print(f"two workers over one: {seconds[1] / seconds[2]:.2f} times as fast")


def _children() -> float:
    """Return the seconds of a core that ended children have used, and their children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(count: int) -> None:
    """Print the memory of a worker's process as it extracts *count* articles."""
    from lexwire.graph.collecting.working import Batch, extract
    from lexwire.graph.reader import USUAL

    for number, batch in enumerate(_batches(count)):
        failed = [each.why for each in extract(Batch(batch), USUAL, "json") if each.why]
        assert not failed, failed
        if (number + 1) % max(1, count // 80) == 0:
            print(f"after {(number + 1) * 8:>6,} articles: {_resident():,.0f} MiB", flush=True)
    print(f"most at any time: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def _batches(count: int) -> "Iterator[tuple[Text, ...]]":
    from lexwire.graph.collecting.articles import Article, Text

    for start in range(0, count, 8):
        yield tuple(
            Text(Article(f"a{n}", f"a{n}.txt", None, None, "", None, {}, False, ""), article(n))
            for n in range(start, start + 8)
        )


def _resident() -> float:
    """Return the MiB that this process holds now."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200, help="articles to measure speed with")
    parser.add_argument("--memory", type=int, default=1000, help="articles to watch memory over")
    given = parser.parse_args()
    against_spacy(min(given.articles, 60))
    before_the_gate(1000)
    throughput(given.articles)
    memory(given.memory)
