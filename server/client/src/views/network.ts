// Things and what connects them: the triples of a graph, or two columns of a table.
import type { Core, ElementDefinition } from "cytoscape";
import { choice, make } from "../element.js";
import { hrefOf, learnNames, nameOf } from "../names.js";
import { number, _ } from "../told.js";
import { columnsOf, textOf, type Scene } from "./view.js";

const MANY = 400; // edges beyond which nobody sees anything

export async function network(scene: Scene): Promise<void> {
  const { answer, place } = scene;
  const ends = answer.isGraph ? [0, 2] : columnsOf(answer, "iri");
  if (ends.length < 2) return void place.replaceChildren(make("p", { class: "notice" }, _("A graph needs two columns of IRIs, or a query that constructs one.")));
  const state = { from: ends[0]!, to: ends[1]! };
  const { default: cytoscape } = await import("cytoscape");
  const canvas = make("div", { class: "network", role: "img", "aria-label": _("Graph; the table has the same in words.") });
  const note = make("p", { class: "quiet" });
  let held: Core | undefined;
  const draw = async (): Promise<void> => {
    const rows = answer.rows.slice(0, MANY);
    await learnNames(rows.flat().flatMap((cell) => (cell?.kind === "iri" ? [cell.value] : [])), scene.signal).catch(() => false);
    held?.destroy();
    held = cytoscape({ container: canvas, elements: elements(scene, state.from, state.to), style: style(), layout: { name: "cose", animate: false, nodeDimensionsIncludeLabels: true, padding: 20 } });
    held.on("tap", "node", (event) => {
      const href = hrefOf(event.target.id());
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
    for (const end of [one, other]) nodes.set(end.value, { data: { id: end.value, label: cut(textOf(end)) }, classes: end.kind });
    const label = answer.isGraph ? nameOf(row[1]?.value ?? "") : "";
    edges.push({ data: { id: `e${at}`, source: one.value, target: other.value, label } });
  }
  return [...nodes.values(), ...edges];
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
