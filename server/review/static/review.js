// The page of a curator: each decision is one POST, after which the page takes the state that the server has.

import * as words from "./words.js";

const one = (id) => document.getElementById(id);
const cards = () => [...document.querySelectorAll(".fact")];
const current = () => document.activeElement?.closest(".fact") ?? document.querySelector(".fact.current");

const SHOWN = 8000; // milliseconds; what went wrong stays until something else is said
let hiding;

function say(sentence, bad = false) {
  clearTimeout(hiding);
  if (!bad) hiding = setTimeout(() => { one("status").textContent = ""; }, SHOWN);
  one("status").classList.toggle("bad", bad);
  one("status").textContent = sentence;
}

/** Return the server's answer; tell it where there is none, so that nobody believes a decision to be saved. */
async function ask(address, body) {
  try {
    return await fetch(address, { method: body ? "POST" : "GET", body, headers: { "X-Requested-With": "fetch" } });
  } catch {
    say("The server does not answer, so nothing was saved. Start lexwire review again and open its new address.", true);
    return null;
  }
}

/** Put in place what the server shows now, but leave an open form and what is scrolled as they are. */
async function refresh() {
  const answer = await ask("sheet");
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("sheet");
  const panel = one("panel");
  const top = one("text").scrollTop;
  if (panel) fresh.querySelector(".bar").after(panel);
  one("sheet").replaceWith(fresh);
  one("text").scrollTop = top;
  for (const field of document.querySelectorAll("[name=version]")) field.value = fresh.dataset.version;
  arm();
}

/** Make a fact the one at hand, and show where its words are. */
function mark(card) {
  if (!card) return;
  for (const each of document.querySelectorAll(".fact.current, .piece.current")) each.classList.remove("current");
  card.classList.add("current");
  const pieces = [...one("text").querySelectorAll("[data-facts]")];
  const own = pieces.filter((each) => each.dataset.facts.split(" ").includes(card.dataset.id));
  for (const each of own) each.classList.add("current");
  if (own[0]) one("text").scrollTop = own[0].offsetTop - one("text").clientHeight / 3;
}

function focus(card) {
  mark(card);
  card?.focus();
}

const next = () => {
  const [first] = one("sheet").dataset.waiting.split(" ");
  if (first) focus(one(`fact-${first}`));
  else say("Every fact is reviewed.");
};

/** Return the fact that comes after one in the order of what needs eyes. */
function after(id) {
  const waiting = one("sheet").dataset.waiting.split(" ");
  return waiting[waiting.indexOf(id) + 1] ?? waiting.find((each) => each !== id);
}

const DONE = { accept: "Accepted", correct: "Corrected", reject: "Rejected", add: "Added", undo: "Took back" };

/** Send the decision in a form; show the form again with what is wrong, or the page as it is afterwards. */
async function decide(form) {
  const body = new FormData(form);
  const following = ["accept", "reject"].includes(body.get("action")) ? after(body.get("id")) : null;
  const answer = await ask("decide", new URLSearchParams(body));
  if (!answer) return;
  if (answer.status === 422 && body.get("action") !== "undo" && body.get("action") !== "reject") {
    return open(await answer.text(), true);
  }
  if (!answer.ok) {
    const sentence = await answer.text();
    if (answer.status === 409) await refresh();
    return say(sentence, true);
  }
  const { action, id } = await answer.json();
  if (form === one("editing")) one("panel").remove();
  await refresh();
  say(`${DONE[action]}: ${id}.`);
  focus(one(`fact-${following ?? id}`) ?? cards()[0]);
}

/** Put a form into the page, at its fact or above all. */
function open(html, refused = false) {
  const told = new DOMParser().parseFromString(html, "text/html").getElementById("panel");
  if (!told) return say(html, true);
  one("panel")?.remove();
  document.querySelector(".bar").after(told);
  const first = refused ? told.querySelector("[aria-invalid], .fault") : told.querySelector("[name]:not([type=hidden], [type=checkbox])");
  if (refused) say("Not saved: see what is wrong in the form.", true);
  else say("");
  (first?.matches("input, select") ? first : told).focus();
  if (refused) (first ?? told).scrollIntoView({ block: "center" });
  else told.scrollIntoView({ block: "start" });
}

async function edit(address) {
  const answer = await ask(address);
  if (answer) open(await answer.text());
}

function close() {
  say("");
  const id = one("editing")?.elements.id.value;
  one("panel")?.remove();
  focus((id && one(`fact-${id}`)) || cards()[0]);
}

async function name(form) {
  const answer = await ask("name", new URLSearchParams(new FormData(form)));
  if (!answer) return;
  one("naming-fault").hidden = answer.ok;
  if (!answer.ok) {
    one("naming-fault").textContent = await answer.text();
    return;
  }
  const { kind, key } = await answer.json();
  await refresh();
  form.reset();
  one("naming").open = false;
  const field = one("editing").querySelector(`[list=key-${kind}]`);
  if (field && !field.value) field.value = key;
  say(`${key} is in the authority file now.`);
  (field ?? one("panel")).focus();
}

/** Take the selected words into the form that adds a fact on them. */
function arm() {
  const now = words.selected();
  const button = one("adding").querySelector("button");
  if (now) one("adding").elements.anchor.value = `${now.begin}-${now.end}`;
  button.disabled = !one("adding").elements.anchor.value;
  if (now && document.activeElement === one("text")) say(`Selected: ${now.words}`);
}

function widen() {
  const span = one("adding").elements.anchor.value;
  const now = words.selected();
  if (!span) return say("Select words in the text first.", true);
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "anchor", value: span, checked: true });
  label.append(box, ` “${now ? now.words : span}”`);
  one("widen").before(label);
}

/** Give each field that takes several values one more when its last is filled. */
function grow(control) {
  const field = control.closest(".field.many");
  const own = field ? [...field.querySelectorAll("[name]")] : [];
  if (!own.length || !own.at(-1).value) return;
  const more = own.at(-1).cloneNode(true);
  more.value = "";
  more.id = `${own[0].id}-${own.length + 1}`;
  more.setAttribute("aria-label", `${field.querySelector("label").textContent}, ${own.length + 1}`);
  own.at(-1).after(more);
}

const KEYS = {
  j: () => focus(cards()[Math.min(cards().indexOf(current()) + 1, cards().length - 1)]),
  k: () => focus(cards()[Math.max(cards().indexOf(current()) - 1, 0)]),
  n: next,
  a: () => press("accept"),
  r: () => press("reject"),
  e: () => current() && edit(current().querySelector("a.button").href),
  u: () => document.querySelector(".bar form").requestSubmit(),
  s: () => reach(),
  "?": () => { one("help").open = true; one("help").querySelector("summary").focus(); },
};

function press(action) {
  const form = [...(current()?.querySelectorAll("form") ?? [])].find((each) => each.elements.action.value === action);
  if (form) form.requestSubmit();
  else say(current() ? "This fact is reviewed already." : "Go to a fact first, with j or n.");
}

/** Go to the text, at the words of the fact at hand or at the start. */
function reach() {
  const piece = document.querySelector(".piece.current");
  one("text").focus();
  words.begin(Number(piece?.dataset.begin ?? 0));
}

const IN_TEXT = {
  ArrowLeft: (shift) => words.step(-1, shift),
  ArrowRight: (shift) => words.step(1, shift),
  "[": () => words.nudge(0, -1),
  "]": () => words.nudge(0, 1),
  "{": () => words.nudge(-1, 0),
  "}": () => words.nudge(1, 0),
  Enter: () => !one("adding").querySelector("button").disabled && one("adding-kind").focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return one("panel") ? close() : focus(current() ?? cards()[0]);
  const inText = document.activeElement === one("text") && IN_TEXT[event.key];
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  const act = inText || (!typing && one("keys").checked && KEYS[event.key]);
  if (!act) return;
  event.preventDefault();
  if (inText) arm(); // the browser tells of a new selection only later
  act(event.shiftKey);
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form === one("adding")) edit(`form?${new URLSearchParams(new FormData(form))}`);
  else if (form.closest("#naming")) name(form);
  else decide(form);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.button");
  const facts = event.target.closest("#text [data-facts]")?.dataset.facts.split(" ");
  if (link) event.preventDefault();
  mark(event.target.closest(".fact"));
  if (link?.id === "cancel") close();
  else if (link) edit(link.href);
  else if (event.target.id === "next") next();
  else if (event.target.id === "widen") widen();
  else if (facts && !words.selected()) focus(one(`fact-${facts[(facts.indexOf(current()?.dataset.id) + 1) % facts.length]}`));
});

document.addEventListener("input", (event) => {
  if (one("panel")?.contains(event.target)) say("");
  grow(event.target);
});
document.addEventListener("selectionchange", arm);
one("keys").checked = localStorage.getItem("keys") !== "off";
one("keys").addEventListener("change", () => localStorage.setItem("keys", one("keys").checked ? "on" : "off"));
document.documentElement.classList.add("script");
