// The query page: editor, run and stop, tabs, sharing, and the answer below; in a frame the answer alone.
import "./site.js";
import { learnTerms } from "./completing.js";
import { Desk } from "./desk.js";
import { keep } from "./drafts.js";
import { openEditor } from "./editor.js";
import { make } from "./element.js";
import { Inquiry } from "./inquiry.js";
import { Results, viewOf } from "./results.js";
import { Tabs } from "./tabs.js";
import { told, _ } from "./told.js";

const at = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const field = at<HTMLTextAreaElement>("query");

const HINTS: readonly (readonly [string, string])[] = [
  ["Ctrl-Space", "Complete"], ["Mod-f", "Find and replace"], ["F8", "Next remark"], ["Mod-]", "Indent"], ["Tab", "Leave the editor"],
];

function begin(): void {
  const address = new URLSearchParams(location.search);
  const isAsked = address.has("query");
  const tabs = new Tabs(at("tabs"), field.value, isAsked || address.has("example"), {
    shown: (now) => desk.show(now),
    closed: (gone) => desk.close(gone),
    rewritten: (by) => desk.rewrite(by),
  });
  if (isAsked) Object.assign(tabs.current, { view: told.view ?? "", over: viewOf(tabs.current.text) ?? "" });
  field.value = tabs.current.text;
  const keys: readonly (readonly [string, string, () => void])[] = [
    ["Mod-Enter", "Run", () => void desk.run()],
    ["Mod-.", "Stop", () => desk.stop()],
    ["Shift-Alt-f", "Format", () => void desk.layOut()],
    ["Alt-ArrowRight", "Next query", () => tabs.step(1)],
    ["Alt-ArrowLeft", "Query before", () => tabs.step(-1)],
  ];
  const bindings = keys.map(([key, , act]) => ({ key, preventDefault: true, run: () => (act(), true) }));
  const editor = openEditor(at("editor"), field, at("remarks"), bindings, (text) => {
    tabs.type(text);
    desk.changed();
  });
  const places = { results: at("results"), output: at("output"), stop: at("stop"), run: at("run"), shared: at("shared"), said: at("said") };
  const desk = new Desk(places, editor, tabs.current, keep);
  explain([...keys.map(([key, name]) => [key, name] as const), ...HINTS]);
  offer(desk);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-example]"))
    link.addEventListener("click", (event) => void example(event, link, (text) => (tabs.open(text, link.textContent ?? ""), editor.view.focus())));
  if (isAsked) void desk.run();
}

function explain(keys: readonly (readonly [string, string])[]): void {
  const control = navigator.platform.includes("Mac") ? "⌘" : "Ctrl";
  at("keymap").append(...keys.flatMap(([key, name]) => [make("dt", {}, make("kbd", {}, key.replace("Mod", control))), make("dd", {}, _(name))]));
}

function offer(desk: Desk): void {
  for (const id of ["layout", "share", "keys"]) at(id).hidden = false;
  at("ask").addEventListener("submit", (event) => (event.preventDefault(), void desk.run()));
  at("stop").addEventListener("click", () => desk.stop());
  at("layout").addEventListener("click", () => void desk.layOut());
  at("share").addEventListener("click", () => desk.share());
}

async function example(event: MouseEvent, link: HTMLAnchorElement, open: (text: string) => void): Promise<void> {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const page = await fetch(link.href, { headers: { Accept: "text/html" } });
    const read = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("textarea")?.value;
    if (read) open(read);
  } catch {
    location.assign(link.href); // The browser says why the server cannot be reached.
  }
}

function answerAlone(): void {
  const results = new Results(at("results"), at("output"), () => undefined);
  const inquiry = new Inquiry(() => results.tell(inquiry.outcome, field.value, told.view ?? viewOf(field.value)));
  void inquiry.ask(field.value);
}

if (document.getElementById("ask")) begin();
else answerAlone();
void learnTerms();
