// The facets of a search: list all values, and filter them as the reader types.

async function unfold(facet, address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const whole = page.getElementById(facet.id);
  if (!whole) return;
  facet.querySelector("ul").replaceWith(document.adoptNode(whole.querySelector("ul")));
  facet.querySelector("[data-facet-more]")?.remove();
}

for (const more of document.querySelectorAll("[data-facet-more]")) {
  more.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const facet = more.closest(".facet");
    const listed = facet.querySelectorAll("li").length;
    unfold(facet, more.href)
      .then(() => facet.querySelectorAll("li a")[listed]?.focus())
      .catch(() => location.assign(more.href));
  });
}

for (const box of document.querySelectorAll("[data-facet-filter]")) {
  const facet = box.closest(".facet");
  let loading = null;
  const apply = () => {
    const wanted = box.value.trim().toLowerCase();
    for (const item of facet.querySelectorAll("li")) {
      const name = item.querySelector("span").textContent.toLowerCase();
      item.hidden = wanted !== "" && !name.includes(wanted);
    }
  };
  box.hidden = false;
  box.addEventListener("focus", () => {
    if (facet.querySelector("[data-facet-more]")) {
      loading ??= unfold(facet, box.dataset.facetFilter).catch(() => { loading = null; });
    }
  });
  box.addEventListener("input", async () => {
    await loading;
    apply();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      box.value = "";
      apply();
    }
  });
}
