// Taking in: drop or choose files, send them one after another, watch them move.

const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const live = document.querySelector("[data-live]");
const announce = document.querySelector("[data-announce]");
const uploads = document.querySelector("[data-uploads]");
const list = document.querySelector("[data-upload-list]");
const tally = document.querySelector("[data-upload-tally]");
const limit = Number(form.dataset.limit);

// ---------- refusals stay on top until seen ----------
const SEEN = "handover-seen-refusals";
const readSeen = () => {
  try {
    return new Set(JSON.parse(localStorage.getItem(SEEN) || "[]"));
  } catch {
    return new Set();
  }
};

function sortRefusals() {
  const seen = readSeen();
  const top = live.querySelector("[data-refusals]");
  const below = live.querySelector("[data-seen-refusals]");
  if (!top) return;
  const words = top.querySelector("[data-seen-words]");
  words.hidden = false;
  const rows = [...top.querySelectorAll("[data-refused]")];
  const old = rows.filter((row) => seen.has(row.dataset.refused));
  if (old.length) {
    let table = below.querySelector("table");
    if (!table) {
      table = top.querySelector("table").cloneNode(true);
      table.querySelector("tbody").replaceChildren();
      below.append(table);
    }
    for (const row of old) row.querySelector("[data-seen]")?.remove();
    table.querySelector("tbody").append(...old);
    below.hidden = false;
  }
  const left = rows.length - old.length;
  top.hidden = left === 0;
  top.querySelector("[data-refused-count]").textContent = String(left);
  for (const button of top.querySelectorAll("[data-seen]")) button.hidden = false;
}

live.addEventListener("click", (event) => {
  const button = event.target.closest("[data-seen]");
  if (!button) return;
  const row = button.closest("[data-refused]");
  const next = row.nextElementSibling?.querySelector("[data-seen]");
  const seen = readSeen().add(row.dataset.refused);
  try {
    localStorage.setItem(SEEN, JSON.stringify([...seen].slice(-2000)));
  } catch { /* a private window forgets; the row goes all the same */ }
  const nextKey = next?.closest("[data-refused]").dataset.refused;
  sortRefusals();
  const again = nextKey && live.querySelector(`[data-refused="${CSS.escape(nextKey)}"] [data-seen]`);
  (again || form.querySelector("[data-pick]")).focus();
});

// ---------- the moving list ----------
let last = null;
let timer = 0;

async function refresh() {
  clearTimeout(timer);
  const answer = await fetch("/intake", { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(page.querySelector("[data-live]"));
    const held = page.querySelector("[data-held]");
    if (held) document.querySelector("[data-held]")?.replaceWith(document.adoptNode(held));
  }
  schedule();
}

function show(fresh) {
  if (!fresh || fresh.innerHTML === last) return;
  const wasMoving = live.querySelector("[data-moving]") !== null;
  last = fresh.innerHTML;
  replaceLive();
  if (wasMoving && !live.querySelector("[data-moving]")) announce.textContent = "全部处理完毕。";
}

function replaceLive() {
  const page = new DOMParser().parseFromString(last, "text/html");
  live.replaceChildren(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
  sortRefusals();
}

function schedule() {
  clearTimeout(timer);
  const isMoving = live.querySelector("[data-moving]") || isSending;
  timer = setTimeout(refresh, isMoving ? 1200 : 15000);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else refresh();
});

// ---------- sending ----------
let isSending = false;
const waiting = [];
let sent = 0;
let offered = 0;

const sizeWords = (bytes) =>
  bytes < 1024 ? `${bytes} 字节`
    : bytes < 1024 * 1000 ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function row(file, path) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const said = document.createElement("span");
  const meter = document.createElement("progress");
  name.className = "fname";
  name.textContent = path;
  said.className = "said quiet";
  said.textContent = sizeWords(file.size);
  meter.className = "meter";
  meter.max = 100;
  meter.value = 0;
  meter.setAttribute("aria-label", `${path}的上传进度`);
  item.append(name, said, meter);
  list.append(item);
  return { item, said, meter };
}

function say(shown, kind, words, url) {
  shown.meter.remove();
  shown.said.className = `said st-${kind}`;
  shown.said.textContent = words;
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = "打开";
    shown.item.append(link);
  }
}

function send(file, path, shown) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    const token = form.querySelector("[name=csrf_token]");
    body.append("collection", form.querySelector("[name=collection]").value);
    body.append("file", file, path);
    request.open("POST", "/api/documents");
    request.setRequestHeader("Accept", "application/json");
    if (token) request.setRequestHeader("X-CSRF-Token", token.value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.meter.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("loadend", () => resolve(request));
    request.send(body);
  });
}

function report(request, shown) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch { /* no answer at all */ }
  if (!answer) {
    say(shown, "bad", "上传中断，未收下。网络恢复后再传一次即可，已收下的不会重复。");
    return;
  }
  const receipt = answer.receipts?.[0];
  if (!receipt) say(shown, "bad", answer.message || "没有收下。");
  else if (receipt.status === "failed") say(shown, "bad", `退回：${receipt.error.message}`);
  else if (receipt.status === "duplicate") say(shown, "warn", "重复：库里已有，没有另存一份，只记下了这次的来源。", `/documents/${receipt.document_id}`);
  else shown.item.remove();
}

async function sendAll() {
  if (isSending) return;
  isSending = true;
  uploads.hidden = false;
  while (waiting.length) {
    const { file, path, shown } = waiting.shift();
    tally.textContent = `已传 ${sent} 件，共 ${offered} 件`;
    if (file.size === 0) say(shown, "bad", "退回：文件是空的，没有任何内容。");
    else if (file.size > limit) say(shown, "bad", `退回：文件有 ${sizeWords(file.size)}，超过上限 ${sizeWords(limit)}。请拆分后再传。`);
    else report(await send(file, path, shown), shown);
    sent += 1;
    schedule();
  }
  isSending = false;
  tally.textContent = `已传 ${sent} 件`;
  announce.textContent = `已上传 ${sent} 件，正在处理。`;
  uploads.hidden = list.children.length === 0;
  await refresh();
}

function take(files) {
  for (const { file, path } of files) {
    waiting.push({ file, path, shown: row(file, path) });
    offered += 1;
  }
  sendAll();
}

// ---------- choosing and dropping ----------
form.querySelector("[data-drop-words]").textContent = "把文件或文件夹拖到这里";
form.querySelector("[data-send]").hidden = true;
const pick = form.querySelector("[data-pick]");
pick.hidden = false;
input.hidden = true;
pick.addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  take([...input.files].map((file) => ({ file, path: file.name })));
  input.value = "";
});

async function filesIn(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
    return [{ file, path: path + file.name }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (!some.length) return found;
    for (const child of some) found.push(...await filesIn(child, `${path}${entry.name}/`));
  }
}

for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
}
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});
addEventListener("drop", async (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  form.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const found = [];
  for (const entry of entries) found.push(...await filesIn(entry));
  take(found);
});

sortRefusals();
schedule();
