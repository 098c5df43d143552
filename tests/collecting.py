"""Collections for tests: articles of our own under other names, as texts, web pages and web archives."""

import gzip
import html
import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

ARTICLES = Path(__file__).parent / "articles"
PLACES = [
    "Ashford",
    "Brineham",
    "Calder",
    "Dunmore",
    "Eastvale",
    "Farrow",
    "Glenport",
    "Halstead",
    "Ironbridge",
    "Jarrow",
]
THINGS = [
    "laptops",
    "routers",
    "servers",
    "passports",
    "ledgers",
    "vans",
    "SIM boxes",
    "payment cards",
    "modems",
    "watches",
]


def article(number: int) -> str:
    """Return a short article on the topic that resembles no other of another number."""
    place, other = PLACES[number % 10], PLACES[(number // 10 + 3) % 10]
    first, second = THINGS[number % 10], THINGS[(number * 7 + 3) % 10]
    return (
        f"{place} police hold {number + 3} over phishing near {other}\n\n"
        f"{place.upper()}, March {number % 28 + 1} - The {place} Police Department arrested {number + 3} people and "
        f"seized {number * 2 + 5} {first} in {other}, chief number {number} of the force said on Monday.\n\n"
        f'"The gang {number} sent {number * 11 + 40} letters about {second} to the owners of {first}," said officer '
        f"Ann{'abcdefghij'[number % 10]} Ro{'klmnopqrst'[number // 10 % 10]}er of {other}. The losses of the {number} "
        f"villages between {place} and {other} came to {number * 1000 + 500} dollars in {1990 + number % 30}.\n"
    )


def page(text: str, head: str = "", lang: str = "en", charset: str = "utf-8") -> bytes:
    """Return *text* as a web page with a menu, a script and a footer around it."""
    title, *paragraphs = text.strip().split("\n\n")
    menu = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(30))
    body = "".join(f"<p>{html.escape(each)}</p>" for each in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='{charset}'><title>{html.escape(title)}</title>{head}"
        f"<script>var the = 'hacked by the data breach the the';</script></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{html.escape(title)}</h1>{body}</article>"
        "<footer>Copyright. All rights reserved.</footer></body></html>"
    ).encode(charset)


def record(address: str, body: bytes, fetched: str = "2024-03-09T10:00:00Z", http: Sequence[str] = ()) -> bytes:
    """Return a response record of a web archive (ISO 28500), not packed."""
    lines = ["HTTP/1.1 200 OK", *(http or ["Content-Type: text/html"]), f"Content-Length: {len(body)}"]
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    head = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: {address}",
        f"WARC-Date: {fetched}",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def packed(records: Iterable[bytes]) -> bytes:
    """Return *records* as Common Crawl packs them: each by itself."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def collection(folder: Path, articles: int) -> Path:
    """Fill *folder* with articles, a third each as texts, web pages and pages of an archive, some of them twice."""
    (folder / "papers" / "north").mkdir(parents=True)
    texts = [article(number) for number in range(articles)]
    for number, text in enumerate(texts):
        if number % 3 == 0:
            (folder / "papers" / f"2024-03-{number % 28 + 1:02}-{number}.txt").write_text(text)
        elif number % 3 == 1:
            (folder / "papers" / "north" / f"{number}.html").write_bytes(page(text))
    records = [
        record(f"https://www.post.example/2024/03/08/{n}", page(texts[n])) for n in range(articles) if n % 3 == 2
    ]
    twice = [record(f"https://echo.example/{n}", page(texts[n])) for n in range(0, articles, 5)]
    other = [
        record(f"https://garden.example/{n}", page("Roses\n\nThe rose and the bee in the sun." * 9)) for n in range(20)
    ]
    mixed = [each for some in itertools.zip_longest(records, twice, other) for each in some if each]
    (folder / "news.warc.gz").write_bytes(packed(mixed))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below *folder* but the lock."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "lock"
    }
