// htmx comes only to pages that use it.

export function loadHtmx() {
  const address = document.querySelector("script[data-htmx]")?.dataset.htmx;
  if (!address || !document.querySelector("[hx-get], [hx-post], [hx-boost]")) return;
  // After the page is whole: htmx starts by itself only before or after that, not in between.
  if (document.readyState === "complete") append(address);
  else window.addEventListener("load", () => append(address));
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target.removeAttribute("aria-busy"));
}

function append(address) {
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}
