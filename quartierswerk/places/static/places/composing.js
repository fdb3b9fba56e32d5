// Choosing areas on the map as well as in the list. Without it the map leads to the boxes.

const map = document.querySelector("[data-composing]");

for (const link of map?.querySelectorAll('a[href^="#id_areas_"]') ?? []) {
  const box = document.querySelector(link.getAttribute("href"));
  const shape = link.querySelector("path");
  if (!box || !shape) continue;

  const show = () => {
    shape.classList.toggle("active", box.checked);
    shape.classList.toggle("land", !box.checked);
    link.setAttribute("aria-checked", String(box.checked));
  };
  const turn = (event) => {
    event.preventDefault();
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  link.setAttribute("role", "checkbox");
  link.addEventListener("click", turn);
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") turn(event);
  });
  box.addEventListener("change", show);
  show();
}
