// Reading a document: from hit to hit, and citing what is selected.
// Offsets are code points of the stored text: data-o tells where a block begins,
// and everything inside a block is that text unchanged.

const sheet = document.querySelector("[data-document]");
const text = document.querySelector("[data-text]");
const id = sheet.dataset.document;

// ---------- hits ----------
const marks = [...text.querySelectorAll("mark[data-mark]")];
const total = marks.length ? Number(marks[marks.length - 1].dataset.mark) + 1 : 0;
const position = document.querySelector("[data-hit-position]");
let current = position ? Number(position.textContent) - 1 : 0;
let isShown = marks.some((mark) => mark.hasAttribute("aria-current"));

function goToHit(index) {
  current = (index + total) % total;
  isShown = true;
  position.textContent = String(current + 1);
  for (const mark of marks) {
    const isCurrent = Number(mark.dataset.mark) === current;
    mark.toggleAttribute("aria-current", isCurrent);
    if (isCurrent) mark.setAttribute("aria-current", "true");
  }
  marks.find((mark) => Number(mark.dataset.mark) === current)?.scrollIntoView({ block: "center" });
}

function stepHit(step) {
  if (total) goToHit(isShown || step < 0 ? current + step : current);
}

for (const link of document.querySelectorAll("[data-hit-step]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    stepHit(Number(link.dataset.hitStep));
  });
}

const landing = text.querySelector("#quote, mark[aria-current]");
if (landing && location.hash === "#quote") landing.scrollIntoView({ block: "center" });

// ---------- the selection as offsets ----------
const codePoints = (string) => [...string].length;

function offsetOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const block = element.closest("[data-o]");
  if (!block || !text.contains(block)) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  return Number(block.dataset.o) + codePoints(before.toString());
}

function nearestBlock(range, isStart) {
  const blocks = [...text.querySelectorAll("[data-o]")].filter((block) => range.intersectsNode(block));
  const block = isStart ? blocks[0] : blocks[blocks.length - 1];
  if (!block) return null;
  const start = Number(block.dataset.o);
  return isStart ? start : start + codePoints(block.textContent);
}

function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(text)) return null;
  const start = offsetOf(range.startContainer, range.startOffset) ?? nearestBlock(range, true);
  const end = offsetOf(range.endContainer, range.endOffset) ?? nearestBlock(range, false);
  if (start === null || end === null || start >= end) return null;
  return { start, end, range: range.cloneRange(), words: selection.toString() };
}

// ---------- the toolbar and the citation ----------
const bar = document.querySelector("[data-selbar]");
const cite = document.querySelector("[data-cite]");
const find = (name) => cite.querySelector(`[data-${name}]`);
let chosen = null;
let citation = null;
let cameFrom = null;

function placeBar(range) {
  const box = range.getBoundingClientRect();
  bar.hidden = false;
  const width = bar.offsetWidth;
  const left = Math.max(8, Math.min(box.right - width, document.documentElement.clientWidth - width - 8));
  const above = box.top - bar.offsetHeight - 6;
  bar.style.left = `${left + scrollX}px`;
  bar.style.top = `${(above > 56 ? above : box.bottom + 6) + scrollY}px`;
}

function placeCitation(range) {
  if (!matchMedia("(min-width: 48.01rem)").matches) {
    cite.style.left = cite.style.top = "";
    return;
  }
  const box = range.getBoundingClientRect();
  const page = sheet.getBoundingClientRect();
  const width = cite.offsetWidth;
  const room = document.documentElement.clientWidth;
  const isBeside = page.right + 12 + width <= room;
  const left = isBeside ? page.right + 12 : Math.max(8, Math.min(page.left, room - width - 8));
  cite.style.left = `${left + scrollX}px`;
  cite.style.top = `${(isBeside ? box.top - 4 : box.bottom + 8) + scrollY}px`;
}

function hideBar() {
  if (bar) bar.hidden = true;
}

async function loadCitation() {
  const pairs = new URLSearchParams({ start: chosen.start, end: chosen.end, style: find("cite-style").value });
  find("copied").textContent = "";
  const answer = await fetch(`/documents/${id}/citation?${pairs}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer) {
    find("cite-text").textContent = "连不上服务，请稍后再试。";
    return;
  }
  const body = await answer.json();
  citation = answer.ok ? body : null;
  find("cite-text").textContent = answer.ok ? body.citation : body.message;
  if (answer.ok) find("cite-title").textContent = `引用这${body.characters}个字`;
  find("cite-place").textContent = answer.ok ? body.place : "";
}

async function openCitation() {
  if (!chosen) return;
  cameFrom = document.activeElement;
  cite.hidden = false;
  bar.querySelector("[data-do-cite]").setAttribute("aria-expanded", "true");
  find("cite-title").textContent = "引用所选文字";
  find("cite-text").textContent = "正在生成著录……";
  placeCitation(chosen.range);
  cite.focus({ preventScroll: true });
  await loadCitation();
}

function closeCitation() {
  if (cite.hidden) return;
  cite.hidden = true;
  bar.querySelector("[data-do-cite]").setAttribute("aria-expanded", "false");
  if (bar.hidden) cameFrom?.focus?.({ preventScroll: true });
  else bar.querySelector("[data-do-cite]").focus({ preventScroll: true });
}

async function copy(string) {
  try {
    await navigator.clipboard.writeText(string);
  } catch {
    // Plain HTTP beyond loopback has no clipboard API.
    const area = document.createElement("textarea");
    area.value = string;
    cite.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  find("copied").textContent = "已复制";
}

if (bar && cite) {
  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (cite.contains(document.activeElement)) return;
      const found = selected();
      if (found) {
        chosen = found;
        bar.dataset.start = found.start;
        bar.dataset.end = found.end;
        placeBar(found.range);
      } else if (!bar.contains(document.activeElement)) {
        hideBar();
      }
    }, 120);
  });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.querySelector("[data-do-cite]").addEventListener("click", openCitation);
  bar.querySelector("[data-find-same]").addEventListener("click", () => {
    const words = chosen.words.replace(/\s+/g, " ").trim().slice(0, 200).replaceAll('"', "");
    location.assign(`/search?${new URLSearchParams({ q: `"${words}"` })}`);
  });
  find("cite-close").addEventListener("click", closeCitation);
  find("cite-style").addEventListener("change", loadCitation);
  find("copy").addEventListener("click", () => citation && copy(citation.citation));
  find("copy-quote").addEventListener("click", () => citation && copy(`“${citation.quote}”（${citation.citation}）`));
}

const isTyping = (target) =>
  target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && cite) {
    if (!cite.hidden) closeCitation();
    else hideBar();
  }
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") stepHit(1);
  if (event.key === "p") stepHit(-1);
  if (event.key === "c" && bar && !bar.hidden) {
    event.preventDefault();
    openCitation();
  }
});

// ---------- where the reader is ----------
const railLinks = [...document.querySelectorAll(".rail a")];
const headings = railLinks.map((link) => document.getElementById(link.hash.slice(1))).filter(Boolean);
if (headings.length) {
  const follow = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3);
    const here = passed[passed.length - 1]?.id;
    for (const link of railLinks) {
      if (link.hash === `#${here}`) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  let isQueued = false;
  addEventListener("scroll", () => {
    if (isQueued) return;
    isQueued = true;
    requestAnimationFrame(() => {
      isQueued = false;
      follow();
    });
  }, { passive: true });
  follow();
}
