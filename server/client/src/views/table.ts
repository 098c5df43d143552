// The table: sorted and filtered here, names for IRIs, where each row comes from; only the rows in sight are in the page.
import type { Row, Cell } from "../term.js";
import { asDay, asNumber } from "../term.js";
import { check, make } from "../element.js";
import { hrefOf, learnNames, learnSources, sourceOf } from "../names.js";
import { number, _ } from "../told.js";
import { sortOf, textOf, type Scene } from "./view.js";

const ALL = 300; // rows up to which the table is in the page whole, with cells as high as their text
const HEIGHT = 34; // pixels of a row in a longer one
const SPARE = 20; // rows above and below those in sight

interface State {
  rows: Row[];
  sort: { column: number; isDown: boolean } | undefined;
  filter: string;
  sources: boolean;
}

export function table(scene: Scene): void {
  const { answer, place } = scene;
  const state: State = { rows: [...answer.rows], sort: undefined, filter: "", sources: false };
  const scroller = make("div", { class: "scroll rows", tabindex: "0", role: "region", "aria-label": _("Rows") });
  const draw = (): void => {
    state.rows = arranged(scene, state);
    fill(scroller, scene, state, draw);
    count.textContent = state.filter ? _("%(n)s of %(all)s rows", { n: number.format(state.rows.length), all: number.format(answer.rows.length) }) : "";
  };
  const filter = make("input", { type: "search", placeholder: _("Filter rows"), "aria-label": _("Filter rows") });
  filter.addEventListener("input", () => {
    state.filter = filter.value.trim().toLocaleLowerCase();
    draw();
  });
  const count = make("span", { class: "quiet", role: "status" });
  const sources = check(_("Where each row comes from"), false, (isOn) => {
    state.sources = isOn;
    draw();
  });
  place.replaceChildren(make("div", { class: "tools" }, filter, sources, count), scroller);
  draw();
}

function arranged({ answer }: Scene, { filter, sort }: State): Row[] {
  const rows = filter ? answer.rows.filter((row) => row.some((cell) => textOf(cell).toLocaleLowerCase().includes(filter))) : [...answer.rows];
  if (!sort) return rows;
  const { column, isDown } = sort;
  const compare = comparing(sortOf(answer, column));
  return rows.sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (!x || !y) return Number(!x) - Number(!y); // what is empty stays below
    return isDown ? compare(y, x) : compare(x, y);
  });
}

const TEXTS = new Intl.Collator(undefined, { numeric: true });

function comparing(sort: string): (a: Cell, b: Cell) => number {
  if (sort === "number") return (a, b) => asNumber(a) - asNumber(b);
  if (sort === "day") return (a, b) => (asDay(a)?.getTime() ?? 0) - (asDay(b)?.getTime() ?? 0);
  return (a, b) => TEXTS.compare(textOf(a), textOf(b));
}

function fill(scroller: HTMLElement, scene: Scene, state: State, redraw: () => void): void {
  const body = make("tbody");
  const made = make("table", { "aria-rowcount": String(state.rows.length + 1) }, head(scene, state, redraw), body);
  const isLong = state.rows.length > ALL;
  scroller.classList.toggle("long", isLong);
  scroller.replaceChildren(made);
  if (!state.rows.length) body.append(make("tr", {}, make("td", { colspan: String(scene.answer.columns.length || 1) }, _("Nothing matches."))));
  let drawn = -1;
  const show = (): void => {
    const first = isLong ? Math.max(0, Math.floor(scroller.scrollTop / HEIGHT) - SPARE) : 0;
    if (Math.abs(first - drawn) < SPARE / 2 && drawn >= 0) return;
    drawn = first;
    const last = isLong ? Math.min(state.rows.length, first + Math.ceil(scroller.clientHeight / HEIGHT) + 2 * SPARE) : state.rows.length;
    put(body, scene, state, first, last);
    void learn(scene, state, first, last).then((isNew) => isNew && put(body, scene, state, first, last));
  };
  scroller.onscroll = isLong ? show : null;
  show();
}

async function learn(scene: Scene, state: State, first: number, last: number): Promise<boolean> {
  const iris = state.rows.slice(first, last).flat().flatMap((cell) => (cell?.kind === "iri" ? [cell.value] : []));
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

function head(scene: Scene, state: State, redraw: () => void): HTMLElement {
  const cells = scene.answer.columns.map((name, column) => {
    const isSorted = state.sort?.column === column;
    const act = make("button", { type: "button" }, name);
    act.addEventListener("click", () => {
      state.sort = isSorted && state.sort?.isDown ? undefined : { column, isDown: isSorted };
      redraw();
    });
    return make("th", { scope: "col", "aria-sort": isSorted ? (state.sort?.isDown ? "descending" : "ascending") : "none" }, act);
  });
  const more = state.sources ? [make("th", { scope: "col", class: "plain" }, _("Comes from"))] : [];
  return make("thead", {}, make("tr", { "aria-rowindex": "1" }, ...cells, ...more));
}

function line(row: Row, at: number, scene: Scene, state: State): HTMLElement {
  const cells = scene.answer.columns.map((_name, column) => cell(row[column]));
  return make("tr", { "aria-rowindex": String(at + 2) }, ...cells, ...(state.sources ? [source(row)] : []));
}

function cell(term: Cell): HTMLElement {
  if (!term) return make("td");
  const text = textOf(term);
  const made = make("td", { title: term.kind === "iri" ? term.value : text, ...(term.language ? { lang: term.language } : {}) });
  const href = term.kind === "iri" ? hrefOf(term.value) : undefined;
  made.append(href ? make("a", { href }, text) : text);
  if (!Number.isNaN(asNumber(term))) made.className = "number";
  else if (text.length <= 16 && !text.includes(" ")) made.className = "short";
  return made;
}

// The words that a row rests on, with the article and how the fact got into the graph.
function source(row: Row): HTMLElement {
  const found = row.map((each) => (each?.kind === "iri" ? sourceOf(each.value) : undefined)).find(Boolean);
  if (!found) return make("td", { class: "quiet" }, "–");
  const status = found.status === "extracted" && found.confidence ? `${_(found.status)} ${found.confidence}` : _(found.status);
  const article = make("a", { href: hrefOf(found.article) ?? "" }, found.title || found.article);
  return make("td", {}, make("q", { class: "words" }, found.words), " ", article, ` ${found.date} `, make("span", { class: `badge ${found.status}` }, status));
}
