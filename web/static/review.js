// Writing a review: saved while one writes, nothing lost, searched beside the text.

const form = document.querySelector("[data-review]");
const draft = form.querySelector("#draft");
const title = form.querySelector("#title");
const saved = document.querySelector("[data-saved]");
const conflict = document.querySelector("[data-conflict]");
const id = form.dataset.review;
const address = `/api/reviews/${id}`;
const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": form.dataset.csrf };
const shelf = `handover-review-${id}`;
const PAUSE = 1200;
let revision = Number(form.dataset.revision);
let lastSaved = JSON.stringify([title.value, draft.value]);
let isStopped = false;
let timer = 0;
let running = null;

const present = () => JSON.stringify([title.value, draft.value]);
const isChanged = () => present() !== lastSaved;
const count = (text) => [...text.replace(/\s+/g, "")].length.toLocaleString("en");

// ---------- a copy in the browser, until the service has it ----------
function keep() {
  try {
    localStorage.setItem(shelf, JSON.stringify({ base: revision, title: title.value, text: draft.value }));
  } catch { /* a full or forbidden shelf: the service still saves */ }
}
function forget() {
  try { localStorage.removeItem(shelf); } catch { /* nothing to forget */ }
}

function offerWhatWasLeft() {
  let left = null;
  try { left = JSON.parse(localStorage.getItem(shelf)); } catch { return; }
  if (!left || left.text === draft.value) return forget();
  const notice = document.querySelector("[data-unsaved]");
  notice.hidden = false;
  notice.querySelector("[data-restore]").addEventListener("click", () => {
    draft.value = left.text;
    title.value = left.title;
    notice.hidden = true;
    changed();
    draft.focus();
  });
  notice.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    notice.hidden = true;
  });
}

// ---------- saving ----------
async function save() {
  if (running) await running;
  if (isStopped || !isChanged() || !title.value.trim()) return !isStopped;
  const sent = present();
  const body = { base: revision, title: title.value, text: draft.value };
  running = fetch(address, { method: "PUT", headers, body: JSON.stringify(body) }).catch(() => null);
  const answer = await running;
  running = null;
  if (!answer) {
    saved.textContent = "连不上服务；您写的暂存在本机，稍后自动再存";
    timer = setTimeout(save, 5000);
    return false;
  }
  const told = await answer.json();
  if (!answer.ok) {
    saved.textContent = told.message;
    if (told.error === "review_changed") showConflict(told.details);
    return false;
  }
  revision = told.revision;
  form.elements.base.value = revision;
  lastSaved = sent;
  if (!isChanged()) forget();
  const now = new Date();
  const time = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
  saved.textContent = `${time} 已自动保存，第 ${revision} 稿，${count(draft.value)} 字`;
  if (isChanged()) timer = setTimeout(save, PAUSE);
  return true;
}

function showConflict(details) {
  isStopped = true;
  conflict.hidden = false;
  if (details.aside) conflict.querySelector("[data-conflict-link]").href = `/reviews/${id}/history?to=${details.aside}`;
  conflict.scrollIntoView({ block: "center" });
}
conflict.querySelector("[data-take-last]").addEventListener("click", forget);

function changed() {
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}
draft.addEventListener("input", changed);
title.addEventListener("input", changed);
addEventListener("pagehide", () => {
  if (!isChanged() || isStopped) return;
  const body = JSON.stringify({ base: revision, title: title.value, text: draft.value });
  if (body.length < 20000) fetch(address, { method: "PUT", headers, body, keepalive: true }).catch(() => null);
});

// ---------- inserting ----------
function insert(words) {
  const at = draft.selectionEnd;
  draft.setRangeText(words, draft.selectionStart, at, "end");
  changed();
  draft.focus();
}
const oneLine = (text) => text.split("\n").map((line) => line.trim()).join("");
const say = (words) => { saved.textContent = words; };

async function cite(button) {
  const [, documentId, start, end] = button.value.split(":");
  const body = JSON.stringify({ document_id: documentId, start: Number(start), end: Number(end) });
  const answer = await fetch("/api/citations", { method: "POST", headers, body }).catch(() => null);
  const made = await answer?.json();
  if (!answer?.ok) return say(made?.message ?? "连不上服务，请稍后再试。");
  insert(`“${oneLine(made.quote)}”[@${made.id}]`);
}

// ---------- the side panel ----------
async function look() {
  const words = form.querySelector("#sq").value;
  const answer = await fetch(`/reviews/${id}/panel?${new URLSearchParams({ q: words })}`).catch(() => null);
  if (!answer?.ok) return say("连不上服务，请稍后再试。");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("[data-panel]").replaceWith(page.querySelector("[data-panel]"));
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-cite-passage]")) {
    event.preventDefault();
    cite(button);
  } else if (button.matches("[data-put-citation]")) {
    event.preventDefault();
    insert(`“${oneLine(button.dataset.quote)}”[@${button.dataset.putCitation}]`);
  } else if (button.matches("[data-search]")) {
    event.preventDefault();
    look();
  } else if (button.value === "save") {
    event.preventDefault();
    save();
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.id === "sq") {
    event.preventDefault();
    look();
  }
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save();
  }
});

// What leaves this page waits until all is saved.
for (const other of document.querySelectorAll("[data-after-saving]")) {
  other.addEventListener("submit", async (event) => {
    if (!isChanged()) return;
    event.preventDefault();
    const button = event.submitter;
    if (await save()) other.requestSubmit(button);
  });
}
document.querySelector("[data-check]").addEventListener("click", async (event) => {
  if (!isChanged()) return;
  event.preventDefault();
  if (await save()) location.assign(event.target.href);
});

// ---------- the preview ----------
form.querySelector("#m-view").addEventListener("change", async () => {
  const box = document.querySelector("[data-preview]");
  if (!(await save())) return;
  const answer = await fetch(`/reviews/${id}/preview`).catch(() => null);
  if (answer?.ok) box.innerHTML = await answer.text();
});

offerWhatWasLeft();
