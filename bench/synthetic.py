"""Record files of any number, in the shape of the packaged ones: other articles, days, values and local actors."""

import datetime as dt
import hashlib
import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

from lexwire.graph import records


def write(number: int, folder: Path) -> None:
    """Write *number* records to *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    patterns = [yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in records.paths([records.packaged()])]
    for i, pattern in enumerate(islice(cycle(patterns), number)):
        record = varied(pattern, i)
        text = yaml.dump(record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        (folder / f"{record['article']['id']}.yaml").write_text(text, encoding="utf-8")


def varied(pattern: dict[str, Any], i: int) -> dict[str, Any]:
    """Return *pattern* as the record of another article: the *i*-th."""
    day = dt.date(2000, 1, 1) + dt.timedelta(days=i % 9000)
    name = f"{day.isoformat()}-article-{i:06d}"
    article = pattern["article"] | {
        "id": name,
        "code": f"A{i}",
        "title": f"Article {i}",
        "published": day,
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
    }
    statistics = [each | {"value": _moved(each["value"], i)} for each in pattern["statistics"]]
    actors = [
        each | {"name": f"{each['name']} of {i}", "actor": f"{each['actor']}-{i}"} if "name" in each else each
        for each in pattern["actors"]
    ]
    renamed = {old["actor"]: new["actor"] for old, new in zip(pattern["actors"], actors, strict=True)}
    body = {key: value for key, value in pattern.items() if key not in {"article", "statistics", "actors"}}
    whole: dict[str, Any] = _renamed({"article": article, "actors": actors, "statistics": statistics, **body}, renamed)
    return whole


def _moved(value: float, i: int) -> float:
    """Return a value near *value* that keeps the order of any two figures of one article."""
    return value if value <= 100 else value + i


_ACTOR_FIELDS = {
    "performed_by",
    "affects",
    "speakers",
    "reporters",
    "issuers",
    "cites",
    "organization",
    "publisher",
    "agency",
    "authors",
    "unit_of",
}


def _renamed(node: Any, names: dict[str, str], field: str = "") -> Any:  # noqa: ANN401 (YAML data)
    """Return *node* with the actors' keys replaced by those in *names*."""
    if isinstance(node, dict):
        return {key: _renamed(value, names, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_renamed(each, names, field) for each in node]
    if field == "denominator" and str(node).startswith("actor:"):
        return f"actor:{names.get(node[6:], node[6:])}"
    return names.get(node, node) if field in _ACTOR_FIELDS else node


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
