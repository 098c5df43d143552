// The answer under the editor: what it is, in which view it is shown, how to take it along; or why there is none.
import { MOST, Refusal, type Answer } from "./asking.js";
import { downloads } from "./downloads.js";
import { button, make } from "./element.js";
import type { Outcome } from "./inquiry.js";
import { number, _ } from "./told.js";
import { bar, line, timeline } from "./views/charts.js";
import { network } from "./views/network.js";
import { pivot } from "./views/pivot.js";
import { raw } from "./views/raw.js";
import { table } from "./views/table.js";
import type { Scene, View } from "./views/view.js";

const VIEWS: Record<string, readonly [string, View]> = {
  table: ["Table", table],
  bar: ["Bars", bar],
  line: ["Line", line],
  timeline: ["Timeline", timeline],
  pivot: ["Pivot", pivot],
  graph: ["Graph", network],
  raw: ["Raw", raw],
};
// What the Wikidata Query Service calls them.
const OTHER_NAMES: Record<string, string> = { barchart: "bar", linechart: "line", areachart: "line", scatterchart: "line", dimensions: "pivot" };

// The view that a query asks for in a comment such as #defaultView:Timeline.
export function viewOf(query: string): string | undefined {
  const name = /^\s*#\s*defaultView\s*:\s*(\w+)/im.exec(query)?.[1]?.toLowerCase();
  const known = name && (OTHER_NAMES[name] ?? name);
  return known && known in VIEWS ? known : undefined;
}

export class Results {
  private running = new AbortController();
  private view = "table";

  constructor(private readonly section: HTMLElement, private readonly output: HTMLElement, private readonly chosen: (view: string) => void) {}

  // Shows what became of a query, in the view that is wished for; nothing where none was asked.
  tell(outcome: Outcome | undefined, query: string, wished: string | undefined): void {
    this.running.abort();
    this.section.hidden = outcome === undefined;
    this.section.setAttribute("aria-busy", String(outcome?.kind === "waiting"));
    if (outcome?.kind === "waiting") this.wait(outcome.rows);
    else if (outcome?.kind === "answered") this.show(outcome.answer, query, wished);
    else if (outcome?.kind === "failed") this.fail(outcome.error, outcome.isStopped);
    else this.output.replaceChildren();
  }

  private wait(rows: number): void {
    const text = rows ? _("%(n)s rows so far", { n: number.format(rows) }) : _("Asking …");
    const shown = this.output.querySelector(".waiting");
    if (shown) shown.textContent = text;
    else this.output.replaceChildren(make("p", { class: "quiet waiting", role: "status" }, text));
  }

  private fail(error: unknown, isStopped: boolean): void {
    const message = isStopped ? _("Stopped. The server has let the query go.") : error instanceof Refusal ? error.message : _("The server cannot be reached; try again in a moment.");
    const hint = error instanceof Refusal && error.status === 503 ? [make("p", {}, _("A LIMIT, a narrower pattern or a period in the query makes it quicker."))] : [];
    this.output.replaceChildren(make("p", { class: isStopped ? "notice" : "fault", role: "alert" }, message), ...hint);
  }

  private show(answer: Answer, query: string, wished: string | undefined): void {
    this.view = wished && wished in VIEWS ? wished : answer.isGraph ? "graph" : "table";
    const place = make("div", { class: "view" });
    this.output.replaceChildren(make("p", { class: "quiet", role: "status" }, told_of(answer)), this.switches(answer, query, place), place, downloads(answer, query));
    this.draw(answer, query, place);
  }

  private switches(answer: Answer, query: string, place: HTMLElement): HTMLElement {
    const list = make("div", { class: "views", role: "group", "aria-label": _("View") });
    for (const [id, [name]] of Object.entries(VIEWS)) {
      const act = button(_(name), () => {
        this.view = id;
        this.chosen(id);
        for (const each of list.children) each.setAttribute("aria-pressed", String(each === act));
        this.draw(answer, query, place);
      });
      act.setAttribute("aria-pressed", String(id === this.view));
      list.append(act);
    }
    return list;
  }

  private draw(answer: Answer, query: string, place: HTMLElement): void {
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    const scene: Scene = { answer, query, place, signal };
    place.replaceChildren(make("p", { class: "quiet" }, _("Drawing …")));
    const drawn = VIEWS[this.view]![1](scene);
    void Promise.resolve(drawn).catch((error: unknown) => {
      if (!signal.aborted) place.replaceChildren(make("p", { class: "fault", role: "alert" }, error instanceof Error ? error.message : String(error)));
    });
  }
}

function told_of(answer: Answer): string {
  const n = number.format(answer.rows.length);
  const kept = answer.isKept ? `, ${_("kept from before")}` : "";
  const rows = answer.isGraph ? (answer.rows.length === 1 ? _("1 triple") : _("%(n)s triples", { n })) : answer.rows.length === 1 ? _("1 row") : _("%(n)s rows", { n });
  const first = answer.isWhole ? rows : _("The first %(n)s rows; there are more, and a download has all of them", { n: number.format(MOST) });
  return `${first} · ${number.format(Math.round(answer.milliseconds))} ms${kept}`;
}
