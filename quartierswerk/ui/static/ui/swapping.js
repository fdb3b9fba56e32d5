// htmx comes only to pages that use it.

export function loadHtmx() {
  const address = document.querySelector("script[data-htmx]")?.dataset.htmx;
  if (!address || !document.querySelector("[hx-get], [hx-post], [hx-boost]")) return;
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target.removeAttribute("aria-busy"));
}
