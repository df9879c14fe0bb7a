// Names as one types into the search box: an ARIA 1.2 combobox with a list of options.
// Without this script the box is a plain one.

const KINDS = {
  official: "人员", place: "地名", organisation: "机构", post: "职务", term: "词条",
  title: "题名", number: "文号",
};
const LISTED = 8;
const DELAY = 120; // ms between the last key and the question

const DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

const input = document.querySelector("[data-search-box]");
const list = document.querySelector("[data-suggestions]");
const said = document.querySelector("[data-suggestions-said]");
const form = input.form;

let shown = [];
let active = -1;
let timer = 0;
let asking = null;

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
input.setAttribute("aria-expanded", "false");

const isOpen = () => !list.hidden;

function forget() {
  clearTimeout(timer);
  asking?.abort();
  asking = null;
}

function close() {
  forget();
  activate(-1);
  list.hidden = true;
  said.textContent = "";
  input.setAttribute("aria-expanded", "false");
}

function activate(at) {
  list.children[active]?.setAttribute("aria-selected", "false");
  active = at;
  const option = list.children[at];
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function part(name, words) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = words;
  return span;
}

function inChinese(detail) {
  const [, year, month, day] = DATE.exec(detail) ?? [];
  if (!year) return detail;
  return `${year}年${month ? `${Number(month)}月` : ""}${day ? `${Number(day)}日` : ""}`;
}

function option(suggestion, at) {
  const item = document.createElement("li");
  item.id = `${list.id}-${at}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const isDocument = suggestion.kind === "title" || suggestion.kind === "number";
  const kind = KINDS[suggestion.kind] ?? "";
  const tally = isDocument ? "" : `${suggestion.count.toLocaleString("en")} 份`;
  const others = suggestion.alias ? `又名${suggestion.alias}` : "";
  const detail = [others, inChinese(suggestion.detail)].filter(Boolean).join("，");
  const facts = [suggestion.text, detail, kind, tally].filter(Boolean);
  item.setAttribute("aria-label", facts.join("，"));
  item.append(part("name", suggestion.text));
  if (detail) item.append(part("detail", detail));
  item.append(part("kind", kind), part("c", tally));
  return item;
}

function show(suggestions) {
  shown = suggestions;
  active = -1;
  input.removeAttribute("aria-activedescendant");
  list.replaceChildren(...suggestions.map(option));
  list.hidden = suggestions.length === 0;
  input.setAttribute("aria-expanded", String(isOpen()));
  said.textContent = isOpen() ? `${suggestions.length} 条建议，按上下键选择` : "没有建议";
}

async function ask(typed) {
  forget();
  const question = new AbortController();
  asking = question;
  try {
    const parameters = new URLSearchParams({ q: typed, limit: String(LISTED) });
    const answer = await fetch(`/api/complete?${parameters}`, { signal: question.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const { suggestions } = await answer.json();
    if (asking === question && document.activeElement === input) show(suggestions);
  } catch {
    // Suggestions are a help: when they fail, the box is a plain one.
    if (asking === question) close();
  }
}

function askSoon() {
  forget();
  const typed = input.value.trim();
  if (!typed) {
    close();
    return;
  }
  timer = setTimeout(ask, DELAY, typed);
}

function choose(suggestion) {
  close(); // a page walked back to stands as it was left
  if (suggestion.kind === "title" || suggestion.kind === "number") {
    location.assign(`/documents/${encodeURIComponent(suggestion.id)}`);
    return;
  }
  const search = new URLSearchParams(new FormData(form));
  const chosen = new URLSearchParams(suggestion.query);
  search.set("q", chosen.get("q") ?? "");
  chosen.delete("q");
  for (const [kind, id] of chosen) {
    if (!search.getAll(kind).includes(id)) search.append(kind, id);
  }
  location.assign(`${form.getAttribute("action")}?${search}`);
}

function move(step) {
  const places = shown.length + 1; // the box itself is one of them
  activate(((active + 1 + step + places) % places) - 1);
}

input.addEventListener("input", (event) => {
  if (!event.isComposing) askSoon();
});
input.addEventListener("compositionend", askSoon);
input.addEventListener("blur", close);

input.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey) return;
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp":
      if (isOpen()) move(event.key === "ArrowDown" ? 1 : -1);
      else if (input.value.trim()) ask(input.value.trim());
      else return;
      event.preventDefault();
      break;
    case "Enter":
      if (active < 0) {
        close();
        return;
      }
      event.preventDefault();
      choose(shown[active]);
      break;
    case "Escape":
      if (!isOpen()) return;
      event.preventDefault();
      close();
      break;
  }
});

// The box keeps the focus while the pointer chooses.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const at = [...list.children].indexOf(event.target.closest("[role=option]"));
  if (at >= 0) choose(shown[at]);
});
