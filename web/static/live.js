// The part of a page that moves: fetched anew, the focused button kept.

export async function freshPage() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

export function replaceKeepingFocus(live, fresh) {
  const focused = live.contains(document.activeElement) ? document.activeElement.id : "";
  live.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
  if (focused) document.getElementById(focused)?.focus();
}
