"""From what a curator sent to a line in the log of decisions, or to sentences on why not."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

from werkzeug.datastructures import MultiDict

from lexwire.graph.facts import Anchor, Fact
from lexwire.graph.problems import LexwireError
from lexwire.graph.workspace import decisions
from lexwire.graph.workspace.anchoring import Quote, quote
from lexwire.graph.workspace.decision import KINDS, Decision, in_force
from lexwire.graph.workspace.folder import Folder

from .fields import SINGULAR
from .forms import Refused, Values, entered, fact_of, field_at, values_of
from .sheet import Sheet

ACTIONS = ("accept", "correct", "reject", "add", "undo")


def decide(folder: Folder, name: str, by: str, form: MultiDict[str, str]) -> Decision:
    """Write down the decision in *form*, which *by* took on the article called *name*, and return it.

    Raises Refused where the record would not hold, Stale where the form was made from an older state of the record,
    LexwireError where the form is none of ours or the log cannot be written.
    """
    sheet = Sheet.of(folder, name)
    if form.get("version") != sheet.version:
        raise decisions.Stale("Somebody decided meanwhile; look at what there is now and decide again.")
    step = _decision(sheet, by, form)
    if step.action != "undo":
        _check(sheet, step)
    decisions.append(folder.decisions(name), step, after=len(sheet.steps))
    return step


def _decision(sheet: Sheet, by: str, form: MultiDict[str, str]) -> Decision:
    action, kind = form.get("action", ""), form.get("list", "")
    if action not in ACTIONS or (kind not in KINDS and action != "undo"):
        raise LexwireError("The form is none of this page; reload it.")
    now = datetime.now(UTC)
    if action == "undo":
        last = in_force(sheet.steps)[-1:]
        if not last:
            raise Refused({"": "There is no decision to take back."})
        return last[0].model_copy(update={"time": now, "by": by, "action": "undo", "fact": None})
    old = None if action == "add" else sheet.fact(kind, form.get("id", ""))
    new = _afterwards(sheet, action, kind, old, form)
    anchors = [*(old.anchors if old else ()), *(new.anchors if new else ())]
    id_ = (old or new).id  # type: ignore[union-attr]
    return Decision(time=now, by=by, action=action, kind=kind, id=id_, fact=new, words=_quotes(sheet.text, anchors))  # type: ignore[arg-type]


def _afterwards(sheet: Sheet, action: str, kind: str, old: Fact | None, form: MultiDict[str, str]) -> Fact | None:
    """Return the fact as it is to be after *action*, with no origin of its own; None where it is to go."""
    if action == "reject":
        return None
    if action == "accept":
        return old and old.model_copy(update={"origin": None})
    values = entered(kind, form)
    name = old.id if old else ""
    fact = fact_of(kind, name or "new", _known(kind, values, sheet, old), sheet, old)
    return fact if name else fact.model_copy(update={"id": fresh(fact, sheet)})


def _known(kind: str, values: Values, sheet: Sheet, old: Fact | None) -> Values:
    """Return *values* without class and name of an actor or law, where its new key is one that has them already.

    They are those of the key before; who enters others is told that they go with another key.
    """
    field = SINGULAR[kind]
    entry = sheet.lexicon.entries(field).get("".join(values.get(field, ()))) if field in {"actor", "law"} else None
    before = values_of(old) if old else {}
    if entry is None or [values[each] for each in ("kind", "name")] != [before.get(each) for each in ("kind", "name")]:
        return values
    return {**values, "kind": [], "name": []}


def fresh(fact: Fact, sheet: Sheet) -> str:
    """Return an id for *fact* that no other fact has or had: its words, and a number where they are taken."""
    words = re.sub(r"[^a-z0-9]+", "-", fact.anchors[0].text.lower()).strip("-")[:60].strip("-")
    stem = words or type(fact).__name__.lower()
    taken = {each.id for record in (sheet.record, sheet.extracted) for each in record.derivations}
    taken |= {
        each.id for record in (sheet.record, sheet.extracted) for facts in record.facts().values() for each in facts
    }
    taken |= {step.id for step in sheet.steps}
    return next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)


def _quotes(text: str, anchors: Iterable[Anchor]) -> tuple[Quote, ...]:
    return tuple(quote(text, *span) for span in dict.fromkeys((each.begin, each.end) for each in anchors))


def _check(sheet: Sheet, step: Decision) -> None:
    """Raise Refused where *step* would bring a fault into the record, or leave one in the fact it answers for."""
    fold = sheet.after(step)
    known = {(kind, name, fault.what) for kind, name, fault in sheet.faults()}
    found: dict[str, str] = {}
    for kind, name, fault in sheet.faults(fold):
        own = step.fact is not None and (kind, name) == (step.kind, step.id)
        sentence = f"{fault.what[:1].upper()}{fault.what[1:]}; {fault.mend}."
        if own:
            found[field_at(kind, fault.path[2:])] = sentence
        elif (kind, name, fault.what) not in known:
            found[""] = f"It does not go with {name or kind}: {sentence[:1].lower()}{sentence[1:]}"
    if not found and step.fact and not _is_kept(step, fold.record.facts()[step.kind]):
        found[""] = "It names something that was rejected; name something else."
    if found:
        raise Refused(found)


def _is_kept(step: Decision, facts: Iterable[Fact]) -> bool:
    """Return whether what was entered is what the fold makes of it."""
    made = next((fact for fact in facts if fact.id == step.id), None)
    return bool(
        made and step.fact and made.model_copy(update={"origin": None, "anchors": step.fact.anchors}) == step.fact
    )
