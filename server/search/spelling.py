"""Words that are nearly the one that was typed.

A typing error is a letter too much, too few, wrong, or two in the wrong order (Damerau 1964): the distance is the
restricted one, by which no letter is changed twice.
"""

from collections.abc import Iterable

MOST_NEAR = 12
"""How many words are tried in place of one."""


class Spelling:
    """The words of an index, by length and by first letter."""

    def __init__(self, words: Iterable[str]) -> None:
        """Keep *words*; those with digits are never taken for others."""
        self._by_length: dict[int, list[tuple[str, int]]] = {}
        self._by_start: dict[str, list[str]] = {}
        for word in words:
            if len(word) > 2 and not any(map(str.isdecimal, word)):
                self._by_length.setdefault(len(word), []).append((word, _letters(word)))
                self._by_start.setdefault(word[0], []).append(word)

    def near(self, word: str) -> dict[str, int]:
        """Return the nearest words to *word* with how many errors lie between.

        One error is forgiven in four letters, two in eight; the beginning of a longer word may have one, from five on.
        """
        most = errors(word)
        if not most:
            return {}
        found = self._beginning(word) if len(word) > 4 else {}
        for other in self._alike(word, most):
            far = distance(word, other, most)
            if far <= most:
                found[other] = min(far, found.get(other, far))
        nearest = sorted(found, key=lambda each: (found[each], abs(len(each) - len(word)), each))
        return {each: found[each] for each in nearest[:MOST_NEAR]}

    def _alike(self, word: str, most: int) -> Iterable[str]:
        """Return words of about that length which have about the same letters: an error changes at most two."""
        letters = _letters(word)
        for length in range(len(word) - most, len(word) + most + 1):
            for other, others in self._by_length.get(length, ()):
                if (letters ^ others).bit_count() <= 2 * most:
                    yield other

    def _beginning(self, word: str) -> dict[str, int]:
        """Return words that begin like *word* but for one error, which is not in the first letter."""
        size, found = len(word), {}
        for other in self._by_start.get(word[0], ()):
            if len(other) > size + 1 and (other[1] == word[1] or other[2:4] == word[2:4] or other[1:3] == word[2:0:-1]):
                far = min(distance(word, other[: size + extra], 1) for extra in (-1, 0, 1))
                if far == 1:
                    found[other] = 1
        return found


def errors(word: str) -> int:
    """Return how many typing errors are forgiven in *word*."""
    if any(map(str.isdecimal, word)):
        return 0
    return 2 if len(word) >= 8 else 1 if len(word) >= 4 else 0


def _letters(word: str) -> int:
    """Return which letters *word* has, as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def distance(one: str, other: str, most: int) -> int:
    """Return how many typing errors make *one* of *other*; more than *most* where there are more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row, above = row, [i], before
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if above and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) >= most:
            return most + 1
    return row[-1]
