// Taking in: drop or choose files and folders, send them, watch them move.

import { freshPage, replaceKeepingFocus } from "./live.js";
import { Sender, Stopped } from "./send.js";

const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[name=file]");
const live = document.querySelector("[data-live]");
const announce = document.querySelector("[data-announce]");
const uploads = document.querySelector("[data-uploads]");
const list = document.querySelector("[data-upload-list]");
const tally = document.querySelector("[data-upload-tally]");
const folder = Object.assign(document.createElement("input"), { type: "file", multiple: true, webkitdirectory: true });
const sliceBytes = Number(form.dataset.slice);

// What systems put into folders by themselves.
const isWanted = ({ name }) => !name.startsWith(".") && !["Thumbs.db", "desktop.ini"].includes(name);

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
  const page = await freshPage();
  if (page) {
    show(page.querySelector("[data-live]"));
    const held = page.querySelector("[data-held]");
    if (held) document.querySelector("[data-held]")?.replaceWith(document.adoptNode(held));
    const unfinished = page.querySelector("[data-unfinished]");
    if (!sender && unfinished) replaceKeepingFocus(document.querySelector("[data-unfinished]"), unfinished);
  }
  schedule();
}

function show(fresh) {
  if (!fresh || fresh.innerHTML === last) return;
  const wasMoving = live.querySelector("[data-moving]") !== null;
  last = fresh.innerHTML;
  replaceKeepingFocus(live, fresh);
  sortRefusals();
  for (const words of live.querySelectorAll("[data-missing]")) words.hidden = sender !== null;
  if (wasMoving && !live.querySelector("[data-moving]")) announce.textContent = "全部处理完毕。";
}

function schedule() {
  clearTimeout(timer);
  const isMoving = live.querySelector("[data-moving]") || sender;
  timer = setTimeout(refresh, isMoving ? 1200 : 15000);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else refresh();
});

// ---------- sending ----------
let sender = null;
let waiting = [];
const stop = document.querySelector("[data-stop]");
const meterOfAll = document.querySelector("[data-upload-all]");
const sums = { files: 0, bytes: 0, sent: 0, over: 0, failed: 0, began: 0 };

const sizeWords = (bytes) =>
  bytes < 1024 ? `${bytes} 字节`
    : bytes < 1024 * 1000 ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function row(one) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const said = document.createElement("span");
  const meter = document.createElement("progress");
  name.className = "fname";
  name.textContent = one.path;
  said.className = "said quiet";
  said.textContent = sizeWords(one.file.size);
  meter.className = "meter";
  meter.max = 100;
  meter.value = 0;
  meter.setAttribute("aria-label", `${one.path}的上传进度`);
  item.append(name, said, meter);
  list.append(item);
  return { item, said, meter, bytes: 0 };
}

function say(one, kind, words, url) {
  const { shown } = one;
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

function count(one, bytes) {
  sums.sent += bytes - one.shown.bytes;
  one.shown.bytes = bytes;
  tell();
}

function tell() {
  meterOfAll.value = sums.bytes ? (sums.sent / sums.bytes) * 100 : 0;
  const elapsed = (performance.now() - sums.began) / 1000;
  const left = (sums.bytes - sums.sent) * (elapsed / sums.sent);
  const words = elapsed < 3 || !Number.isFinite(left) || !sender ? ""
    : left < 60 ? "，约余不到 1 分钟" : `，约余 ${Math.round(left / 60)} 分钟`;
  tally.textContent = `已答复 ${sums.over} 件，共 ${sums.files} 件；已传 ${sizeWords(sums.sent)}，共 ${sizeWords(sums.bytes)}${words}${sums.failed ? `；没有收下 ${sums.failed} 件` : ""}`;
}

const shown = {
  begun(one) {
    one.shown ??= row(one);
    one.shown.item.querySelector("button")?.remove();
  },
  progress(one, bytes) {
    const share = one.file.size ? bytes / one.file.size : 1;
    one.shown.meter.value = share * 100;
    one.shown.said.textContent = share < 1
      ? `正在传，${Math.floor(share * 100)}%，共 ${sizeWords(one.file.size)}`
      : "已传完，正在保存，等待收讫";
    count(one, bytes);
  },
  waiting(one, wait) {
    one.shown.said.textContent = `连接中断，${wait} 秒后接着传`;
  },
  over(one, receipt) {
    sums.over += 1;
    count(one, one.file.size);
    if (receipt.status === "failed") {
      sums.failed += 1;
      one.shown.item.remove();
    } else if (receipt.status === "duplicate") {
      say(one, "warn", "重复：库里已有，没有另存一份，只记下了这次的来源。", `/documents/${receipt.document_id}`);
    } else one.shown.item.remove();
    schedule();
  },
  failed(one, words, mayRetry) {
    sums.failed += 1;
    say(one, "bad", `没有收下：${words}`);
    if (!mayRetry) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-s btn-quiet";
    again.textContent = "接着传";
    again.setAttribute("aria-label", `接着传：${one.path}`);
    again.addEventListener("click", () => {
      one.shown.item.remove();
      take([{ file: one.file, path: one.path }]);
    });
    one.shown.item.append(again);
  },
};

async function sendAll() {
  if (sender) return;
  uploads.hidden = false;
  Object.assign(sums, { files: 0, bytes: 0, sent: 0, over: 0, failed: 0, began: performance.now() });
  const token = form.querySelector("[name=csrf_token]")?.value;
  sender = new Sender({ token, sliceBytes, shown });
  stop.hidden = false;
  while (waiting.length && !sender.isStopped) {
    const files = waiting;
    waiting = [];
    sums.files += files.length;
    sums.bytes += files.reduce((sum, one) => sum + one.file.size, 0);
    tell();
    try {
      await sender.send(files, form.querySelector("[name=collection]").value);
    } catch (error) {
      announce.textContent = error instanceof Stopped ? "已停止上传。" : error.message;
      if (!(error instanceof Stopped)) {
        for (const one of files) if (!one.shown) {
          shown.begun(one);
          shown.failed(one, error.message, true);
        }
      }
    }
  }
  const isStopped = sender.isStopped;
  sender = null;
  waiting = [];
  stop.hidden = true;
  tell();
  if (isStopped) {
    tally.textContent += "；已停止，其余没有传";
    for (const item of list.querySelectorAll("progress")) item.closest("li").remove();
  } else announce.textContent = `已上传 ${sums.over} 件，正在处理。`;
  uploads.hidden = list.children.length === 0 && !isStopped;
  await refresh();
}

stop.addEventListener("click", () => sender?.stop());

addEventListener("beforeunload", (event) => {
  if (sender) event.preventDefault();
});

function take(files) {
  waiting.push(...files);
  if (files.length) sendAll();
}

// ---------- choosing and dropping ----------
form.querySelector("[data-drop-words]").innerHTML =
  '<span class="by-mouse">把文件或文件夹拖到这里</span><span class="by-touch">选择要放入的文件</span>';
form.querySelector("[data-send]").hidden = true;
const pick = form.querySelector("[data-pick]");
pick.hidden = false;
input.hidden = true;
pick.addEventListener("click", () => input.click());
for (const chosen of [input, folder]) {
  chosen.addEventListener("change", () => {
    take([...chosen.files].filter(isWanted).map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    chosen.value = "";
  });
}
const pickFolder = form.querySelector("[data-pick-folder]");
pickFolder.hidden = false;
pickFolder.addEventListener("click", () => folder.click());

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
  take(found.filter(({ file }) => isWanted(file)));
});

sortRefusals();
schedule();
