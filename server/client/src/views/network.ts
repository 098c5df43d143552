// Things and what connects them: the triples of a graph, or two columns of a table.
import type { Core, ElementDefinition } from "cytoscape";
import { choice, make } from "../element.js";
import { learnNames, nameOf } from "../names.js";
import type { Term } from "../term.js";
import { number, _ } from "../told.js";
import { shownAt } from "./links.js";
import { columnsOf, textOf, type Scene } from "./view.js";

const MANY = 400; // edges beyond which nobody sees anything

export async function network(scene: Scene): Promise<void> {
  const { answer, place, signal } = scene;
  if (answer.isGraph && !answer.rows.length) return void place.replaceChildren(make("p", { class: "notice" }, _("The graph is empty.")));
  const ends = answer.isGraph ? [0, 2] : columnsOf(answer, "iri");
  if (ends.length < 2) return void place.replaceChildren(make("p", { class: "notice" }, _("A graph needs two columns of IRIs, or a query that constructs one.")));
  const state = { from: ends[0]!, to: ends[1]! };
  const { default: cytoscape } = await import("cytoscape");
  const canvas = make("div", { class: "network", role: "img", "aria-label": _("Graph; the table has the same in words.") });
  const note = make("p", { class: "quiet" });
  let held: Core | undefined;
  signal.addEventListener("abort", () => held?.destroy()); // it listens to the window and draws for as long as it lives
  const draw = async (): Promise<void> => {
    const rows = answer.rows.slice(0, MANY);
    await learnNames(rows.flat().flatMap((cell) => (cell?.kind === "iri" ? [cell.value] : [])), signal).catch(() => false);
    if (signal.aborted) return;
    held?.destroy();
    held = cytoscape({ container: canvas, elements: elements(scene, state.from, state.to), style: style(), layout: { name: "cose", animate: false, nodeDimensionsIncludeLabels: true, padding: 20 } });
    held.on("tap", "node.iri", (event) => {
      const href = shownAt(event.target.data("iri"));
      if (href) window.open(href, "_blank", "noopener");
    });
    note.textContent = answer.rows.length > MANY ? _("The first %(n)s of %(all)s connections.", { n: number.format(MANY), all: number.format(answer.rows.length) }) : "";
  };
  const columns = columnsOf(answer, "iri").map((at): [string, string] => [String(at), answer.columns[at]!]);
  const of = (key: "from" | "to", label: string): HTMLElement =>
    choice(label, columns, String(state[key]), (value) => {
      state[key] = Number(value);
      void draw();
    });
  place.replaceChildren(...(answer.isGraph ? [] : [make("div", { class: "tools" }, of("from", _("From")), of("to", _("To")))]), canvas, note);
  await draw();
}

function elements({ answer }: Scene, from: number, to: number): ElementDefinition[] {
  const nodes = new Map<string, ElementDefinition>();
  const edges: ElementDefinition[] = [];
  for (const [at, row] of answer.rows.slice(0, MANY).entries()) {
    const [one, other] = [row[from], row[to]];
    if (!one || !other) continue;
    const [source, target] = [identity(one, `${at} from`), identity(other, `${at} to`)];
    nodes.set(source, node(source, one)).set(target, node(target, other));
    const label = answer.isGraph ? nameOf(row[1]?.value ?? "") : "";
    edges.push({ data: { id: `edge ${at}`, source, target, label } });
  }
  return [...nodes.values(), ...edges];
}

// What makes two ends one node: the same term, and of literals, which connect nothing, the same place.
function identity({ kind, value, language, direction, datatype }: Term, place: string): string {
  return JSON.stringify([kind, value, language, direction, datatype, kind === "literal" ? place : ""]);
}

function node(id: string, term: Term): ElementDefinition {
  return { data: { id, label: cut(textOf(term)), ...(term.kind === "iri" ? { iri: term.value } : {}) }, classes: term.kind };
}

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

// Cytoscape draws on a canvas, which knows nothing of style sheets.
function style(): cytoscape.StylesheetJson {
  const of = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [
    { selector: "node", style: { label: "data(label)", "background-color": of("--first"), color: of("--ink"), "font-size": 11, width: 16, height: 16, "text-wrap": "wrap", "text-max-width": "140px", "text-valign": "bottom", "text-margin-y": 3 } },
    { selector: "node.literal", style: { "background-color": of("--second"), shape: "round-rectangle" } },
    { selector: "edge", style: { label: "data(label)", "line-color": of("--quiet"), "target-arrow-color": of("--quiet"), "target-arrow-shape": "triangle", "curve-style": "bezier", width: 1, color: of("--quiet"), "font-size": 9, "text-rotation": "autorotate" } },
  ];
}
