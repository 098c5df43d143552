"""The options that say what finds the facts of articles."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from lexwire.graph.problems import UsageError

if TYPE_CHECKING:
    from lexwire.graph.reader import Reader

P = ParamSpec("P")
_OPTIONS = (
    click.option("--model", help="Package or folder of the spaCy pipeline; that of lexwire[extract] when not given."),
    click.option(
        "--model-url",
        metavar="URL",
        help="Ask a language model instead, at a server of OpenAI's chat completions; LEXWIRE_MODEL_KEY holds its key.",
    ),
    click.option("--model-name", help="Name of the model at that server."),
)


def reading(command: Callable[Concatenate["Reader", P], None]) -> Callable[P, None]:
    """Give *command* its reader as the first argument; raises UsageError where the options contradict each other."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        given: list[Any] = [kwargs.pop(name) for name in ("model", "model_url", "model_name")]
        command(_reader(*given), *args, **kwargs)

    found: Any = wrapped
    for option in reversed(_OPTIONS):
        found = option(found)
    return found  # type: ignore[no-any-return]


def _reader(model: str | None, url: str | None, name: str | None) -> "Reader":
    from lexwire.graph.reader import Asking, Rules

    if url is None and name is None:
        return Rules(model) if model else Rules()
    if url is None or name is None:
        raise UsageError("A language model needs its address and its name; give both --model-url and --model-name.")
    if model:
        raise UsageError("Rules and a language model exclude each other; give --model or --model-url.")
    return Asking(url, name)
