"""The same text in several papers: recognized by MinHash over its words, whatever order the papers come in.

Broder, "On the resemblance and containment of documents", 1997. A banded index (datasketch) proposes pairs and the
estimated resemblance decides.
"""

import re
from array import array
from collections.abc import Iterable
from typing import Any

from .articles import Article
from .libraries import library

ALIKE = 0.6
"""The least resemblance of two articles that are one source: an agency's text under a paper's own headline."""

_PROPOSED = 0.5  # lower than what counts, so that the index misses few: one pair of a hundred at 0.7
_WORDS = 4  # in a shingle
_PERMUTATIONS = 128  # the standard error of an estimated resemblance of one half is 0.04
_SEED = 1
_SCHEME = "affine32"


def signature(text: str) -> str:
    """Return the MinHash of the runs of words in *text*, in hexadecimal digits."""
    words = re.findall(r"\w+", text.casefold())
    shingles = {" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))}
    made = library("datasketch").MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme=_SCHEME)
    made.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return str(made.hashvalues.astype("<u4").tobytes().hex())


def carriers(articles: Iterable[Article]) -> dict[str, list[Article]]:
    """Return the carriers of each source by the source's id: every other article under the one whose text it carries.

    The sources are found from the earliest on (`Article.order`): an article is a carrier of the first source that it
    resembles, and a source itself where it resembles none. So no order of arrival matters, and no chain of ever
    less similar articles becomes one.
    """
    index = library("datasketch").MinHashLSH(threshold=_PROPOSED, num_perm=_PERMUTATIONS)
    found: dict[str, list[Article]] = {}
    hashes: dict[str, tuple[int, Any]] = {}
    for article in sorted(articles, key=lambda each: each.order):
        own = _minhash(article.likeness)
        alike = [(hashes[id][0], id) for id in index.query(own) if hashes[id][1].jaccard(own) >= ALIKE]  # noqa: A001
        if alike:
            found[min(alike)[1]].append(article)
            continue
        hashes[article.id] = len(found), own
        found[article.id] = []
        index.insert(article.id, own)
    return found


def resemblance(one: str, other: str) -> float:
    """Return how much two signatures' texts have in common, as the share of their runs of words."""
    return float(_minhash(one).jaccard(_minhash(other)))


def _minhash(likeness: str) -> Any:  # noqa: ANN401 - datasketch's object
    values = array("I", bytes.fromhex(likeness))
    return library("datasketch").MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme=_SCHEME, hashvalues=values)
