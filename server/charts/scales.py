"""From values and days to places in a picture, and the round numbers that stand at its axes."""

import datetime as dt
import math
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)
_FINEST = 1e-6
"""The least span of an axis: where all values are zero, there must be some."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear way from what is between *low* and *high* to what is between *start* and *end*."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of *value*, to a tenth."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most *most* round steps and the zero, which reach from *low* or below to *high* or above.

    The axis holds zero: a bar's height means a number only where the ground is nothing.
    """
    low, high = min(low, 0), max(high, 0)
    step = _step(max(high - low, _FINEST) / most)
    first, last = math.floor(low / step), math.ceil(high / step)
    last += first == last
    return [round(number * step, 10) for number in range(first, last + 1)]


def _step(least: float) -> float:
    """Return the round number that is *least* or follows it."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(each * power for each in _STEPS if each * power >= least * 0.999999)


def year_ticks(first: int, after: int, most: int) -> list[int]:
    """Return at most *most* years from *first* to *after*, at equal steps."""
    span = after - first
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if span / size < most)
    return [year for year in range(first, after + 1) if year % step == 0] or [first]


def day_number(day: dt.date) -> float:
    """Return *day* as years with a fraction, so that every year is as broad as another."""
    begin = dt.date(day.year, 1, 1)
    return day.year + (day - begin).days / (366 if _is_leap(day.year) else 365)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
