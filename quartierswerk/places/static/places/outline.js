// Drawing an outline on a map. Without it the form still takes text, areas or a file.

const own = document.querySelector("script[data-leaflet]");
const place = document.getElementById("outline-map");
const field = document.querySelector("[data-outline]");
const MOST_CORNERS = 300;

if (own && place && field) {
  const script = document.createElement("script");
  script.src = own.dataset.leaflet;
  script.addEventListener("load", draw);
  document.head.append(script);
}

function draw() {
  const L = window.L;
  const ground = JSON.parse(document.getElementById("outline-ground").textContent);
  const canvas = document.createElement("div");
  canvas.className = "qw-drawing__map";
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", place.dataset.label);
  const count = document.createElement("p");
  count.className = "qw-meta";
  count.setAttribute("role", "status");
  const help = place.querySelector("template").content;
  place.querySelector("[data-help]").replaceWith(canvas, help, count);

  const map = L.map(canvas, { attributionControl: false, zoomAnimation: false, fadeAnimation: false });
  const quiet = (geometry, className) => L.geoJSON(geometry, { interactive: false, className });
  const areas = L.featureGroup(ground.areas.map((one) => quiet(one, "qw-drawing__ground"))).addTo(map);
  const present = ground.outline ? quiet(ground.outline, "qw-drawing__present").addTo(map) : null;
  const shown = present ?? (ground.areas.length ? areas : null);
  if (shown) map.fitBounds(shown.getBounds(), { padding: [48, 48] });
  else map.setView([51.2, 10.4], 6);

  let corners = cornersOf(field.value);
  const outline = L.polygon([], { className: "qw-drawing__outline", interactive: false }).addTo(map);
  const handles = L.layerGroup().addTo(map);

  function show() {
    outline.setLatLngs(corners);
    count.textContent = place.dataset.count.replace("{number}", corners.length);
    const text = corners.length > 2 ? JSON.stringify(outline.toGeoJSON(7).geometry) : "";
    if (field.value !== text) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function redraw() {
    handles.clearLayers();
    corners.forEach((corner, number) => {
      const icon = L.divIcon({ className: "qw-drawing__corner", iconSize: [20, 20] });
      const handle = L.marker(corner, { icon, draggable: true, keyboard: false }).addTo(handles);
      handle.on("drag", () => {
        corners[number] = handle.getLatLng();
        show();
      });
      handle.on("click", (event) => {
        L.DomEvent.stop(event);
        corners.splice(number, 1);
        redraw();
      });
    });
    show();
  }

  function add(point) {
    corners.push(point);
    redraw();
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "kern-btn kern-btn--secondary";
    const label = document.createElement("span");
    label.className = "kern-label";
    label.textContent = text;
    made.append(label);
    made.addEventListener("click", act);
    return made;
  }

  const actions = document.createElement("div");
  actions.className = "qw-actions";
  actions.append(
    button(place.dataset.undo, () => {
      corners.pop();
      redraw();
    }),
    button(place.dataset.clear, () => {
      corners = [];
      redraw();
    }),
  );
  const before = ground.outline ? cornersOf(JSON.stringify(ground.outline)) : [];
  if (before.length > 2 && before.length <= MOST_CORNERS) {
    actions.append(
      button(place.dataset.present, () => {
        corners = before.map((corner) => L.latLng(corner));
        redraw();
      }),
    );
  }
  place.append(actions);

  // The text is for those without the map; it stays open where something is wrong with it.
  const text = field.closest("details");
  if (text && !field.hasAttribute("aria-invalid")) text.open = false;
  if (corners.length) redraw();
  else count.textContent = "";

  map.on("click", (event) => add(event.latlng));
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === canvas) {
      event.preventDefault();
      add(map.getCenter());
    }
  });
}

// The corners of a simple polygon in GeoJSON; none for anything else, which then stays in the text as it is.
function cornersOf(text) {
  try {
    const given = JSON.parse(text);
    if (given.type !== "Polygon" || given.coordinates.length !== 1) return [];
    return given.coordinates[0].slice(0, -1).map(([lon, lat]) => window.L.latLng(lat, lon));
  } catch {
    return [];
  }
}
