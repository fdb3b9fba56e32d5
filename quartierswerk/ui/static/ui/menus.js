// Menus are <details>: Escape closes them and gives the focus back, a click elsewhere closes them.

export function watchMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest("details[data-closes-on-escape][open]");
    if (!open || !isShown(open.querySelector("summary"))) return;
    open.open = false;
    open.querySelector("summary").focus();
    event.stopPropagation();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.qw-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

function isShown(element) {
  return element !== null && element.getClientRects().length > 0;
}
