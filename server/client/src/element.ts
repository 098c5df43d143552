// Elements in one expression.
type Child = Node | string;

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string | boolean> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function button(text: string, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = make("button", { type: "button", class: "plainly", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

// A labelled choice among columns or other names.
export function choice(label: string, options: readonly (readonly [string, string])[], value: string, changed: (value: string) => void): HTMLElement {
  const select = make("select", {}, ...options.map(([id, text]) => make("option", { value: id, selected: id === value }, text)));
  select.addEventListener("change", () => changed(select.value));
  return make("label", { class: "choice" }, make("span", {}, label), select);
}

export function check(label: string, isOn: boolean, changed: (isOn: boolean) => void): HTMLElement {
  const box = make("input", { type: "checkbox", checked: isOn });
  box.addEventListener("change", () => changed(box.checked));
  return make("label", { class: "check" }, box, label);
}
