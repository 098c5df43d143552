// The answer as it is sent to tools.
import { copy } from "../copying.js";
import { button, make } from "../element.js";
import { textOf } from "../asking.js";
import { _ } from "../told.js";
import type { Scene } from "./view.js";

const LONGEST = 200_000;

export async function raw({ answer, query, place, signal }: Scene): Promise<void> {
  const text = await textOf(query, answer.isGraph ? "text/turtle" : "application/sparql-results+json", signal);
  const shown = make("pre", { tabindex: "0", "aria-label": _("Answer"), id: "raw" }, text.slice(0, LONGEST));
  const act = button(_("Copy"), () => void copy(act, shown, _("Copied"), text));
  const note = text.length > LONGEST ? [make("p", { class: "quiet" }, _("This is only the beginning; a download has all of it."))] : [];
  place.replaceChildren(make("div", { class: "tools" }, act), shown, ...note);
}
