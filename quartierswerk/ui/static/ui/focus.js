// The focus goes to what is new: the error summary, the conflict, the heading of a part that was swapped in.

export function watchFocus() {
  focusOn(document.querySelector("[data-focus]"));
  for (const region of document.querySelectorAll(".qw-table-region")) {
    // Only a table that scrolls sideways needs to be reached by keyboard.
    if (region.scrollWidth <= region.clientWidth) region.removeAttribute("tabindex");
  }
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (part.dataset && part.dataset.keepFocus !== undefined) return;
    focusOn(part.querySelector("[data-focus]") || part.querySelector("h1, h2, h3"));
  });
}

function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus();
}
