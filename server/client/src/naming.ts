// Fields that offer names from the graph while one is typed: <input data-names="/search.json?kind=crime">.
// The list is a <datalist>, which browsers know how to show and read out.

interface Hit {
  label: string;
  kind: string;
  iri: string;
  href: string;
}

const PAUSE = 120;

export function offerNames(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLInputElement>("input[data-names]")) offer(field);
}

function offer(field: HTMLInputElement): void {
  const list = document.createElement("datalist");
  list.id = `${field.id || field.name}-names`;
  field.after(list);
  field.setAttribute("list", list.id);
  let timer = 0;
  let asked = new AbortController();
  field.addEventListener("input", () => {
    clearTimeout(timer);
    asked.abort();
    asked = new AbortController();
    timer = window.setTimeout(() => void fill(list, field, asked.signal), PAUSE);
  });
}

async function fill(list: HTMLDataListElement, field: HTMLInputElement, signal: AbortSignal): Promise<void> {
  if (!field.value.trim()) return;
  const address = new URL(field.dataset.names ?? "", location.href);
  address.searchParams.set("q", field.value);
  try {
    const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { hits } = (await answer.json()) as { hits: Hit[] };
    list.replaceChildren(...hits.map((hit) => option(hit, field.dataset.base ?? "")));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function option(hit: Hit, base: string): HTMLOptionElement {
  const made = document.createElement("option");
  made.value = base ? hit.iri.replace(base, "") : hit.label;
  made.label = hit.label;
  return made;
}
