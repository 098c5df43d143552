"""One question to a server that speaks OpenAI's chat completions, and its answer as a JSON object.

Many servers do, on this machine too (llama.cpp, vLLM, Ollama); the schema of the answer goes with the question.
"""

import json
import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from ...problems import LexwireError, UsageError

MOST_BYTES = 8 << 20
"""The longest reply that is read."""
SECONDS = 300.0
"""How long a model may think about an article."""
_PASSING = (429, 502, 503, 504)
"""Statuses after which asking again makes sense."""
_FENCE = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)


class ChatError(LexwireError):
    """The model gives no answer that can be read."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A model: the address of its server, up to and with ``/v1``, its name there, and the key that opens it."""

    url: str
    name: str
    key: str | None = None
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        """Raise UsageError where the address is none."""
        parts = parse_url(self.url)
        if parts.scheme not in {"http", "https"} or not parts.host:
            raise UsageError(
                f"The model's address {self.url!r} is no http or https address; give one that ends in /v1."
            )

    def ask(self, system: str, text: str, schema: Mapping[str, object]) -> dict[str, Any]:
        """Return the answer to *text* under the instructions in *system*; raises ChatError where there is none."""
        kept = {"type": "json_schema", "json_schema": {"name": "facts", "strict": True, "schema": schema}}
        messages = [{"role": "system", "content": system}, {"role": "user", "content": text}]
        asked = {"model": self.name, "messages": messages, "temperature": 0, "seed": 0, "response_format": kept}
        return self._object(self._reply(json.dumps(asked).encode()))

    def _reply(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        retry = Retry(
            3,
            connect=0,
            redirect=0,
            status_forcelist=_PASSING,
            allowed_methods=None,
            backoff_factor=0.2,
            raise_on_status=False,
        )
        try:
            with PoolManager(retries=retry, timeout=Timeout(connect=10, read=self.seconds)) as pool:
                url = f"{self.url.rstrip('/')}/chat/completions"
                with closing(pool.request("POST", url, body=body, headers=headers, preload_content=False)) as response:
                    data = response.read(MOST_BYTES + 1)
        except HTTPError as error:
            raise self._failed(f"cannot be asked ({type(error).__name__})") from None
        if response.status != 200:
            raise self._failed(f"answers with status {response.status}")
        if len(data) > MOST_BYTES:
            raise self._failed(f"answers with more than {MOST_BYTES >> 20} MiB")
        return data

    def _object(self, data: bytes) -> dict[str, Any]:
        """Return the object that the reply's first choice holds."""
        try:
            choice = json.loads(data)["choices"][0]
            content = choice["message"]["content"]
            found = json.loads(_FENCE.sub(r"\1", content))
        except (ValueError, LookupError, TypeError):
            found = None
        if not isinstance(found, dict):
            raise self._failed("gives no JSON object")
        if choice.get("finish_reason") == "length":
            raise self._failed("ends its answer early")
        return found

    def _failed(self, what: str) -> ChatError:
        return ChatError(f"The model {self.name} at {self.url} {what}; look after it, or leave --model-url out.")
