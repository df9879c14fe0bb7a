// Every page: the theme, the key "/", panels that start folded on phones.

const themes = document.querySelector("[data-themes]");
const root = document.documentElement;

function showTheme(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of themes.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

if (themes) {
  themes.hidden = false;
  showTheme(root.dataset.theme || "system");
  themes.addEventListener("click", (event) => {
    const theme = event.target.dataset?.themeChoice;
    if (!theme) return;
    const age = theme === "system" ? 0 : 31536000;
    document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
    showTheme(theme);
  });
}

if (!matchMedia("(min-width: 48.01rem)").matches) {
  for (const panel of document.querySelectorAll("details[data-fold]")) panel.open = false;
}

addEventListener("beforeprint", () => {
  for (const panel of document.querySelectorAll("details[data-fold]")) panel.open = true;
});

const isTyping = (target) =>
  target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) return;
  event.preventDefault();
  const box = document.querySelector("[data-search-box]");
  if (!box) {
    location.assign("/search");
    return;
  }
  box.focus();
  box.select();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A page that waits for the index looks every few seconds whether it is there.
const waiting = document.querySelector("[data-rebuilding]");
if (waiting) {
  const look = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.ok) {
      location.reload();
      return;
    }
    if (answer?.status === 503) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-percent]")?.textContent;
      const shown = waiting.querySelector("[data-percent]");
      if (now && shown) {
        shown.textContent = now;
        waiting.querySelector("progress").value = Number(now);
      }
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 3000);
}
