// Links to things: in the language that the page was asked for, and out of a frame, in which no other page can be.
import { make } from "../element.js";
import { BASE, hrefOf } from "../names.js";

const isFramed = document.body.classList.contains("embed");
const language = new URLSearchParams(location.search).get("lang");

export function shownAt(iri: string): string | undefined {
  const href = hrefOf(iri);
  if (!href || !language || !iri.startsWith(BASE)) return href;
  const address = new URL(href, location.href);
  address.searchParams.set("lang", language);
  return address.href;
}

// The text as a link to what the IRI stands for; as it is where that has no address.
export function linked(iri: string, text: string): HTMLElement | string {
  const href = shownAt(iri);
  return href ? make("a", { href, ...(isFramed ? { target: "_blank", rel: "noopener" } : {}) }, text) : text;
}
