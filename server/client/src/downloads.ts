// An answer to take along, whole: by an address, or, where the query is too long for one, asked for and then saved.
import { addressOf, fetched, isLong, type Answer } from "./asking.js";
import { button, make } from "./element.js";
import { _ } from "./told.js";

export function downloads(answer: Answer, query: string): HTMLElement {
  const { isAsk } = answer;
  const names = answer.isGraph ? ["ttl", "nt", "rdf", "jsonld"] : isAsk ? ["json", "xml"] : ["csv", "tsv", "json", "xml"];
  const offer = (name: string, fields: Record<string, string>): HTMLElement => (isLong(query) ? saving(name, query, fields) : link(name, query, fields));
  const links = names.flatMap((format) => [offer(format.toUpperCase(), { format }), " "]);
  const excel = answer.isGraph || isAsk ? [] : [offer(_("CSV for Excel"), { format: "csv", bom: "1" })];
  return make("p", { class: "formats" }, `${_("Download:")} `, ...links, ...excel);
}

function link(text: string, query: string, fields: Record<string, string>): HTMLElement {
  return make("a", { href: addressOf(query, fields), download: `lexwire.${fields.format}` }, text);
}

function saving(text: string, query: string, fields: Record<string, string>): HTMLElement {
  const act = button(text, () => void save(act, query, fields));
  act.className = "link";
  return act;
}

async function save(act: HTMLButtonElement, query: string, fields: Record<string, string>): Promise<void> {
  act.disabled = true;
  try {
    const address = URL.createObjectURL(await (await fetched(query, fields)).blob());
    make("a", { href: address, download: `lexwire.${fields.format}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000); // until then the browser may read it
  } catch (error) {
    act.after(make("span", { class: "fault", role: "alert" }, error instanceof Error ? error.message : String(error)));
  } finally {
    act.disabled = false;
  }
}
