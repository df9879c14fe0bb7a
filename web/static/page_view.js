// Keys turn the pages of a page view and zoom; the links work without this.
const follow = (link) => link?.click();

function zoom(step) {
  const links = [...document.querySelectorAll("a[data-zoom]")];
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  follow(links[at + step]);
}

const actions = {
  ArrowLeft: () => follow(document.querySelector('a[rel="prev"]')),
  ArrowRight: () => follow(document.querySelector('a[rel="next"]')),
  k: () => follow(document.querySelector('a[rel="prev"]')),
  j: () => follow(document.querySelector('a[rel="next"]')),
  p: () => follow(document.querySelector('a[data-found="prev"]')),
  n: () => follow(document.querySelector('a[data-found="next"]')),
  t: () => follow(document.querySelector("a[data-text-link]")),
  "+": () => zoom(1),
  "=": () => zoom(1),
  "-": () => zoom(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// The hit, or the quotation landed on, may lie below the screen.
document.querySelector(".pageimage rect.quoted, .pageimage rect.found")?.scrollIntoView({ block: "center" });
