// Fields that narrow a list while one types: <input data-filters="list" data-counts="number">.
// Without script the form around them is sent; both go by the words in data-words.

export function offerFilters(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLInputElement>("input[data-filters]")) offer(field);
}

function offer(field: HTMLInputElement): void {
  const list = document.getElementById(field.dataset.filters ?? "");
  const number = document.getElementById(field.dataset.counts ?? "");
  if (!list) return;
  field.addEventListener("input", () => {
    const shown = narrow(list, field.value);
    if (number) number.textContent = String(shown);
    const none = document.getElementById("none");
    if (none) none.hidden = shown > 0;
    history.replaceState(null, "", addressWith(field));
  });
}

// Shows the items that have all words, and the sections that have such items; returns how many items are shown.
function narrow(list: HTMLElement, typed: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const section of list.querySelectorAll<HTMLElement>("section")) {
    let here = 0;
    for (const item of section.querySelectorAll<HTMLElement>("[data-words]")) {
      item.hidden = !words.every((word) => item.dataset.words?.includes(word));
      if (!item.hidden) here += 1;
    }
    section.hidden = here === 0;
    const count = section.querySelector(".count");
    if (count) count.textContent = String(here);
    shown += here;
  }
  return shown;
}

function addressWith(field: HTMLInputElement): string {
  const address = new URL(location.href);
  if (field.value.trim()) address.searchParams.set(field.name, field.value.trim());
  else address.searchParams.delete(field.name);
  return address.href;
}
