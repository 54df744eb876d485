// A territory of the map is explained when it is clicked, as from the list beneath, which needs no script.
const codeOf = (event) => event.target.closest?.(".scan-map use")?.getAttribute("href")?.slice(2);

document.addEventListener("click", (event) => {
  const code = codeOf(event);
  if (!code) return;
  const address = new URL(location.href);
  address.searchParams.set("territoire", code);
  address.hash = "";
  if (!window.htmx) {
    location.assign(`${address}#explication`);
    return;
  }
  window.htmx.ajax("GET", address.pathname + address.search, { target: "#resultats", swap: "outerHTML" });
});

// Where the explanation stands beneath the map (narrow screens), it is brought into view; its title takes the focus.
document.addEventListener("htmx:afterSettle", () => {
  // What had the focus may be gone with the former results.
  if (document.activeElement === document.body) document.querySelector("#liste")?.focus({ preventScroll: true });
  const explained = document.querySelector("#explication:not([data-seen])");
  if (!explained || !new URLSearchParams(location.search).get("territoire")) return;
  explained.dataset.seen = "";
  explained.focus({ preventScroll: true });
  if (explained.getBoundingClientRect().top > innerHeight || explained.getBoundingClientRect().top < 0) explained.scrollIntoView();
});
