// Keeping what is selected in a document: as a citation, or in the basket.
// document.js finds the selection and leaves its offsets on the toolbar.

const bar = document.querySelector("[data-selbar]");
const panel = document.querySelector("[data-cite]");
const text = document.querySelector("[data-text]");
const said = document.querySelector("[data-basket-said]");
const id = document.querySelector("[data-document]").dataset.document;

async function send(address) {
  const { start, end } = bar.dataset;
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": panel.dataset.csrf },
    body: JSON.stringify({ document_id: id, start: Number(start), end: Number(end) }),
  }).catch(() => null);
  if (!answer) return { message: "连不上服务，请稍后再试。" };
  return answer.json();
}

let timer = 0;
function say(words) {
  said.textContent = words;
  clearTimeout(timer);
  timer = setTimeout(() => { said.textContent = ""; }, 4000);
}

async function putInBasket() {
  const put = await send("/api/basket");
  say(put.id ? "已放进篮子" : put.message);
  if (!put.id) return;
  const listed = await fetch("/api/basket", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!listed?.ok) return;
  const count = (await listed.json()).citations.length;
  for (const shown of document.querySelectorAll("[data-basket-count]")) shown.textContent = count;
}

async function store() {
  const stored = await send("/api/citations");
  panel.querySelector("[data-copied]").textContent = stored.id ? "已存" : stored.message;
  if (!stored.id) return;
  panel.querySelector("[data-permalink]").href = `${stored.url}#quote`;
  panel.querySelector("[data-stored]").hidden = false;
}

bar.querySelector("[data-do-basket]").addEventListener("click", putInBasket);
panel.querySelector("[data-store]").addEventListener("click", store);
new MutationObserver(() => {
  if (panel.hidden) panel.querySelector("[data-stored]").hidden = true;
}).observe(panel, { attributes: true, attributeFilter: ["hidden"] });

// ---------- selecting by keyboard: the sentence at the hit, then the next ----------
const ENDS = /[。！？；\n]/;

function sentenceIn(block, from) {
  const whole = block.textContent;
  let start = from;
  while (start > 0 && !ENDS.test(whole[start - 1])) start -= 1;
  let end = from;
  while (end < whole.length && !ENDS.test(whole[end])) end += 1;
  return [start, Math.min(end + 1, whole.length)];
}

function point(block, offset) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let node; (node = walker.nextNode());) {
    if (rest <= node.data.length) return [node, rest];
    rest -= node.data.length;
  }
  return [block, block.childNodes.length];
}

function lengthBefore(block, node, offset) {
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function whereToBegin() {
  const selection = document.getSelection();
  if (selection.rangeCount && !selection.isCollapsed) {
    const range = selection.getRangeAt(0);
    const block = range.endContainer.parentElement?.closest("[data-o]");
    if (block && text.contains(block)) {
      const at = lengthBefore(block, range.endContainer, range.endOffset);
      if (at < block.textContent.length) return [block, at];
      const all = [...text.querySelectorAll("[data-o]")];
      const next = all[all.indexOf(block) + 1];
      if (next) return [next, 0];
    }
  }
  const mark = text.querySelector("mark[aria-current], #quote") ?? text.querySelector("mark");
  const block = mark?.closest("[data-o]");
  if (block) return [block, lengthBefore(block, mark, 0)];
  const seen = [...text.querySelectorAll("[data-o]")].find((one) => one.getBoundingClientRect().bottom > 80);
  return seen ? [seen, 0] : null;
}

function selectSentence() {
  const from = whereToBegin();
  if (!from) return;
  const [block, at] = from;
  const [start, end] = sentenceIn(block, at);
  const range = document.createRange();
  range.setStart(...point(block, start));
  range.setEnd(...point(block, end));
  block.scrollIntoView({ block: "center" });
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

document.addEventListener("keydown", (event) => {
  if (event.target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "s") {
    event.preventDefault();
    selectSentence();
  }
  if (event.key === "b" && !bar.hidden) {
    event.preventDefault();
    putInBasket();
  }
});

// A phone that is turned, a window made narrow: what floats stays on the screen.
addEventListener("resize", () => {
  if (!matchMedia("(min-width: 48.01rem)").matches) panel.style.left = panel.style.top = "";
  bar.style.left = "8px";
});
