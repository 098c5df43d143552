// A query as an address to send, and as a frame for a page of one's own.
import { LONGEST } from "./address.js";
import { addressOf } from "./asking.js";
import { copy } from "./copying.js";
import { button, make } from "./element.js";
import { told, _ } from "./told.js";

export function sharing(query: string, view: string): HTMLElement {
  const fields: Record<string, string> = view === "table" ? {} : { view };
  const address = addressOf(query, told.language === "zh" ? { ...fields, lang: "zh" } : fields);
  if (address.length > LONGEST) return make("p", { class: "notice" }, _("The query is too long for an address; send its text."));
  const frame = `<iframe src="${addressOf(query, fields).replace("/sparql?", "/sparql/embed?").replaceAll("&", "&amp;")}" width="100%" height="480" title="Lexwire"></iframe>`;
  return make("div", { class: "sharing" }, field(_("Link"), address), field(_("Frame for a page"), frame));
}

function field(label: string, text: string): HTMLElement {
  const input = make("input", { readonly: true, value: text });
  const act = button(_("Copy"), () => void copy(act, input, _("Copied")));
  return make("label", {}, make("span", {}, label), make("span", { class: "with-button" }, input, act));
}
