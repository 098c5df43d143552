// The table: sorted and filtered here, names for IRIs, where each row comes from; only the rows in sight are in the page.
import type { Row } from "../term.js";
import { check, make } from "../element.js";
import { learnNames, learnSources } from "../names.js";
import { number, _ } from "../told.js";
import { cell, source } from "./cells.js";
import { reader, type Reading } from "./reading.js";
import { sorted } from "./ordering.js";
import type { Scene } from "./view.js";

const ALL = 300; // rows up to which the table is in the page whole, with cells as high as their text
const HEIGHT = 34; // pixels of a row in a longer one
const SPARE = 20; // rows above and below those in sight

interface State {
  rows: readonly Row[];
  sort: { column: number; isDown: boolean } | undefined;
  filter: string;
  sources: boolean;
}

export function table(scene: Scene): void {
  const { answer, place } = scene;
  const state: State = { rows: answer.rows, sort: undefined, filter: "", sources: false };
  const scroller = make("div", { class: "scroll rows", tabindex: "0", role: "region", "aria-label": _("Rows") });
  const count = make("span", { class: "quiet", role: "status" });
  const note = make("p", { class: "notice", role: "status", hidden: true });
  const top = head(scene, state, () => void draw());
  const reading = reader(scene);
  let turn = 0;
  const draw = async (): Promise<void> => {
    const mine = ++turn;
    const columns = wanted(scene, state);
    if (columns.length) count.textContent = _("Asking for the names …"); // seen where they do not come at once
    scroller.setAttribute("aria-busy", "true");
    const { text, note: said } = await reading(columns);
    if (mine !== turn || scene.signal.aborted) return;
    scroller.removeAttribute("aria-busy");
    state.rows = arranged(scene, state, text);
    top.mark();
    fill(scroller, top.element, scene, state);
    note.textContent = said;
    note.hidden = !said;
    count.textContent = state.filter ? _("%(n)s of %(all)s rows", { n: number.format(state.rows.length), all: number.format(answer.rows.length) }) : "";
  };
  const filter = make("input", { type: "search", placeholder: _("Filter rows"), "aria-label": _("Filter rows") });
  filter.addEventListener("input", () => {
    state.filter = filter.value.trim().toLocaleLowerCase();
    void draw();
  });
  const sources = check(_("Where each row comes from"), false, (isOn) => {
    state.sources = isOn;
    void draw();
  });
  place.replaceChildren(make("div", { class: "tools" }, filter, sources, count), note, scroller);
  void draw();
}

// The columns whose names are needed: all for a filter, else the one that is sorted by.
function wanted({ answer }: Scene, { filter, sort }: State): number[] {
  return filter ? [...answer.columns.keys()] : sort ? [sort.column] : [];
}

function arranged({ answer }: Scene, { filter, sort }: State, text: Reading["text"]): readonly Row[] {
  const rows = filter ? answer.rows.filter((row) => row.some((term) => text(term).toLocaleLowerCase().includes(filter))) : answer.rows;
  return sort ? sorted(rows, (row) => row[sort.column], text, sort.isDown) : rows;
}

// The head stays while the rows change, so that the focus stays on the button of a column.
function head({ answer }: Scene, state: State, redraw: () => void): { element: HTMLElement; mark: () => void } {
  const cells = answer.columns.map((name, column) => {
    const act = make("button", { type: "button" }, name);
    act.addEventListener("click", () => {
      const isSorted = state.sort?.column === column;
      state.sort = isSorted && state.sort?.isDown ? undefined : { column, isDown: isSorted };
      redraw();
    });
    return make("th", { scope: "col" }, act);
  });
  const more = make("th", { scope: "col", class: "plain" }, _("Comes from"));
  const mark = (): void => {
    for (const [column, each] of cells.entries()) each.setAttribute("aria-sort", state.sort?.column !== column ? "none" : state.sort.isDown ? "descending" : "ascending");
    more.hidden = !state.sources;
  };
  return { element: make("thead", {}, make("tr", { "aria-rowindex": "1" }, ...cells, more)), mark };
}

function fill(scroller: HTMLElement, top: HTMLElement, scene: Scene, state: State): void {
  const body = make("tbody");
  const isLong = state.rows.length > ALL;
  scroller.classList.toggle("long", isLong);
  const whole = scroller.querySelector("table") ?? scroller.appendChild(make("table", {}, top));
  whole.setAttribute("aria-rowcount", String(state.rows.length + 1));
  whole.tBodies[0]?.remove();
  whole.append(body);
  scroller.scrollTop = 0;
  if (!state.rows.length) body.append(make("tr", {}, make("td", { colspan: String(scene.answer.columns.length || 1) }, _("Nothing matches."))));
  let drawn = -1;
  const show = (): void => {
    const first = isLong ? Math.max(0, Math.floor(scroller.scrollTop / HEIGHT) - SPARE) : 0;
    if (Math.abs(first - drawn) < SPARE / 2 && drawn >= 0) return;
    drawn = first;
    const last = isLong ? Math.min(state.rows.length, first + Math.ceil(scroller.clientHeight / HEIGHT) + 2 * SPARE) : state.rows.length;
    put(body, scene, state, first, last);
    void learn(scene, state, first, last).then((isNew) => isNew && drawn === first && put(body, scene, state, first, last));
  };
  scroller.onscroll = isLong ? show : null;
  show();
}

async function learn(scene: Scene, state: State, first: number, last: number): Promise<boolean> {
  const iris = state.rows.slice(first, last).flat().flatMap((term) => (term?.kind === "iri" ? [term.value] : []));
  const named = await learnNames(iris, scene.signal).catch(() => false);
  const sourced = state.sources && (await learnSources(iris, scene.signal).catch(() => false));
  return named || sourced;
}

function put(body: HTMLElement, scene: Scene, state: State, first: number, last: number): void {
  if (!state.rows.length) return;
  const rows = state.rows.slice(first, last).map((row, at) => line(row, first + at, scene, state));
  body.replaceChildren(...space(first), ...rows, ...space(state.rows.length - last));
}

function space(rows: number): HTMLElement[] {
  if (rows <= 0) return [];
  const made = make("tr", { "aria-hidden": "true", class: "space" }, make("td"));
  made.style.height = `${rows * HEIGHT}px`;
  return [made];
}

function line(row: Row, at: number, { answer }: Scene, state: State): HTMLElement {
  return make("tr", { "aria-rowindex": String(at + 2) }, ...answer.columns.map((_name, column) => cell(row[column])), ...(state.sources ? [source(row)] : []));
}
