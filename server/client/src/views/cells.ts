// The cells of a table: a term as people read it, and where a row comes from.
import { make } from "../element.js";
import { sourceOf } from "../names.js";
import { isNumber, type Cell, type Row } from "../term.js";
import { _ } from "../told.js";
import { linked } from "./links.js";
import { textOf, writing } from "./view.js";

export function cell(term: Cell): HTMLElement {
  if (!term) return make("td");
  const text = textOf(term);
  const made = make("td", { title: term.kind === "iri" ? term.value : text, ...writing(term) });
  made.append(term.kind === "iri" ? linked(term.value, text) : text);
  if (isNumber(term)) made.className = "number";
  else if (text.length <= 16 && !text.includes(" ")) made.className = "short";
  return made;
}

// The words that a row rests on, with the article and how the fact got into the graph.
export function source(row: Row): HTMLElement {
  const found = row.map((each) => (each?.kind === "iri" ? sourceOf(each.value) : undefined)).find(Boolean);
  if (!found) return make("td", { class: "quiet" }, "–");
  const status = found.status === "extracted" && found.confidence ? `${_(found.status)} ${found.confidence}` : _(found.status);
  const article = linked(found.article, found.title || found.article);
  return make("td", {}, make("q", { class: "words", dir: "auto" }, found.words), " ", article, ` ${found.date} `, make("span", { class: `badge ${found.status}` }, status));
}
