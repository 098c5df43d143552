// The query page: editor, run and stop, tabs, sharing, and the answer below.
import "./site.js";
import { ask, Refusal } from "./asking.js";
import { showRemarksWith } from "./checking.js";
import { learnTerms } from "./completing.js";
import { openEditor, type Editor } from "./editor.js";
import { make } from "./element.js";
import { Results, sharing, viewOf } from "./results.js";
import { Tabs } from "./tabs.js";
import { told, _ } from "./told.js";

const at = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

const field = at<HTMLTextAreaElement>("query");
const isPage = Boolean(document.getElementById("ask"));
let view = told.view ?? undefined;
let running: AbortController | undefined;

const results = new Results(at("results"), at("output"), (chosen) => {
  view = chosen;
  remember(text());
});

let editor: Editor | undefined;
const text = (): string => editor?.text() ?? field.value;

async function run(): Promise<void> {
  stop();
  const query = text();
  const now = (running = new AbortController());
  busy(true);
  results.wait(_("Asking …"));
  remember(query);
  try {
    await learnTerms().catch(() => undefined);
    const answer = await ask(query, now.signal, (rows) => results.progress(rows));
    if (running === now) results.show(answer, query, view ?? viewOf(query));
  } catch (error) {
    if (running !== now) return;
    results.fail(error, now.signal.aborted);
    if (error instanceof Refusal && error.line) editor?.mark(error.message, error.line, error.column ?? 1);
  } finally {
    if (running === now) busy(false);
  }
}

function stop(): void {
  running?.abort();
}

function busy(isBusy: boolean): void {
  if (!isPage) return;
  at("stop").hidden = !isBusy;
  at("results").setAttribute("aria-busy", String(isBusy));
}

// The address says what is asked, so that the page can be kept, sent and found again.
function remember(query: string): void {
  const address = new URL(location.href);
  address.searchParams.delete("example");
  address.searchParams.set("query", query);
  if (view) address.searchParams.set("view", view);
  if (isPage && address.href.length < 30_000) history.replaceState(null, "", address);
}

async function layOut(): Promise<void> {
  const address = new URL(told.endpoint, location.href);
  address.pathname += "/layout";
  const answer = await fetch(address, { method: "POST", body: text(), headers: { "Content-Type": "application/sparql-query" } });
  if (answer.ok) editor?.put(await answer.text());
}

function share(): void {
  const place = at("shared");
  place.hidden = !place.hidden;
  if (!place.hidden) place.replaceChildren(sharing(text(), view ?? viewOf(text()) ?? "table"));
}

const KEYS: readonly (readonly [string, string, () => void])[] = [
  ["Mod-Enter", "Run", () => void run()],
  ["Mod-.", "Stop", stop],
  ["Shift-Alt-f", "Format", () => void layOut()],
  ["Alt-ArrowRight", "Next query", () => tabs?.step(1)],
  ["Alt-ArrowLeft", "Query before", () => tabs?.step(-1)],
];
const HINTS: readonly (readonly [string, string])[] = [
  ["Ctrl-Space", "Complete"], ["Mod-f", "Find and replace"], ["F8", "Next remark"], ["Mod-]", "Indent"], ["Tab", "Leave the editor"],
];

let tabs: Tabs | undefined;

function begin(): void {
  const isAsked = new URLSearchParams(location.search).has("query") || new URLSearchParams(location.search).has("example");
  tabs = new Tabs(at("tabs"), field.value, isAsked, (opened) => editor?.put(opened));
  if (!isAsked) field.value = tabs.text;
  const bindings = KEYS.map(([key, , act]) => ({ key, preventDefault: true, run: () => (act(), true) }));
  editor = openEditor(at("editor"), field, bindings, (changed) => tabs?.keep(changed));
  for (const id of ["layout", "share", "keys"]) at(id).hidden = false;
  at("keymap").append(...[...KEYS, ...HINTS].flatMap(([key, name]) => [make("dt", {}, make("kbd", {}, key.replace("Mod", navigator.platform.includes("Mac") ? "⌘" : "Ctrl"))), make("dd", {}, _(name))]));
  at("ask").addEventListener("submit", (event) => (event.preventDefault(), void run()));
  at("stop").addEventListener("click", stop);
  at("layout").addEventListener("click", () => void layOut());
  at("share").addEventListener("click", share);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-example]")) link.addEventListener("click", (event) => void example(event, link));
  showRemarksWith((found, view_) => {
    const list = at("remarks");
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map((each) => {
      const line = view_.state.doc.lineAt(each.from);
      const act = make("button", { type: "button", class: "link" }, `${line.number}:${each.from - line.from + 1}`);
      act.addEventListener("click", () => (view_.dispatch({ selection: { anchor: each.from, head: each.to }, scrollIntoView: true }), view_.focus()));
      const mends = (each.actions ?? []).map((action) => {
        const mend = make("button", { type: "button", class: "link" }, action.name);
        mend.addEventListener("click", () => (action.apply(view_, each.from, each.to), view_.focus()));
        return mend;
      });
      return make("li", { class: each.severity }, act, ` ${each.message} `, ...mends);
    }));
  });
}

async function example(event: MouseEvent, link: HTMLAnchorElement): Promise<void> {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const address = new URL(link.href);
  const page = await fetch(address, { headers: { Accept: "text/html" } });
  const read = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("textarea")?.value;
  if (!read) return;
  view = undefined;
  tabs?.open(read, link.textContent ?? "");
  editor?.view.focus();
}

if (isPage) begin();
void learnTerms().catch(() => undefined);
if (!isPage || new URLSearchParams(location.search).has("query")) void run();
