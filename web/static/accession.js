// Watch the files of one accession until the last is done.

import { freshPage, replaceKeepingFocus } from "./live.js";

const live = document.querySelector("[data-live]");
const isMoving = () => live.querySelector("[data-moving]") !== null;
let timer = 0;

async function refresh() {
  const fresh = (await freshPage())?.querySelector("[data-live]");
  if (fresh && fresh.innerHTML !== live.innerHTML) replaceKeepingFocus(live, fresh);
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (isMoving()) timer = setTimeout(refresh, 1500);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else schedule();
});
schedule();
