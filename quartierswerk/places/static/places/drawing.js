// Drawing an outline or setting a point on a map. Without it the forms take text, areas, a file, or two numbers.

const own = document.querySelector("script[data-leaflet]");
const outlinePlace = document.getElementById("outline-map");
const pointPlace = document.getElementById("point-map");
const MOST_CORNERS = 300;
const CLOSE = 14;

if (own && (outlinePlace || pointPlace)) {
  const script = document.createElement("script");
  script.src = own.dataset.leaflet;
  script.addEventListener("load", () => {
    if (outlinePlace) drawOutline(outlinePlace, document.querySelector("[data-outline]"));
    if (pointPlace) setPoint(pointPlace, document.getElementById("id_lat"), document.getElementById("id_lon"));
  });
  document.head.append(script);
}

// A map of the city in the place of the help for those without scripts; Enter acts on its middle.
function makeMap(place, ground, act) {
  const L = window.L;
  const canvas = document.createElement("div");
  canvas.className = "qw-drawing__map";
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", place.dataset.label);
  place.querySelector("[data-help]").replaceWith(canvas, place.querySelector("template").content);
  const map = L.map(canvas, { attributionControl: false, zoomAnimation: false, fadeAnimation: false, zoomSnap: 0.25 });
  const quiet = (geometry, className) => L.geoJSON(geometry, { interactive: false, className });
  const areas = L.featureGroup(ground.areas.map((one) => quiet(one, "qw-drawing__ground"))).addTo(map);
  const present = ground.outline ? quiet(ground.outline, "qw-drawing__present").addTo(map) : null;
  const shown = present ?? (ground.areas.length ? areas : null);
  if (shown) map.fitBounds(shown.getBounds(), { padding: [32, 32] });
  else map.setView([51.2, 10.4], 6);
  map.on("click", (event) => act(event.latlng));
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === canvas) {
      event.preventDefault();
      act(map.getCenter());
    }
  });
  return map;
}

function groundOf(place) {
  return JSON.parse(document.getElementById(place.dataset.ground).textContent);
}

function makeHandle(corner) {
  const icon = window.L.divIcon({ className: "qw-drawing__corner", iconSize: [20, 20] });
  return window.L.marker(corner, { icon, draggable: true, keyboard: false });
}

function makeButton(text, act) {
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

function tell(field, value) {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function drawOutline(place, field) {
  const L = window.L;
  const ground = groundOf(place);
  const map = makeMap(place, ground, (point) => {
    corners.push(point);
    redraw();
  });
  const count = document.createElement("p");
  count.className = "qw-meta";
  count.setAttribute("role", "status");
  place.append(count);

  let corners = cornersOf(field.value);
  const outline = L.polygon([], { className: "qw-drawing__outline", interactive: false }).addTo(map);
  const handles = L.layerGroup().addTo(map);

  function show() {
    outline.setLatLngs(corners);
    count.textContent = place.dataset.count.replace("{number}", corners.length);
    tell(field, corners.length > 2 ? JSON.stringify(outline.toGeoJSON(7).geometry) : "");
  }

  function redraw() {
    handles.clearLayers();
    corners.forEach((corner, number) => {
      const handle = makeHandle(corner).addTo(handles);
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

  function begin(wanted) {
    corners = wanted;
    redraw();
  }

  const actions = document.createElement("div");
  actions.className = "qw-actions";
  actions.append(
    makeButton(place.dataset.undo, () => begin(corners.slice(0, -1))),
    makeButton(place.dataset.clear, () => begin([])),
  );
  const before = ground.outline ? cornersOf(JSON.stringify(ground.outline)) : [];
  if (before.length > 2 && before.length <= MOST_CORNERS) {
    actions.append(makeButton(place.dataset.present, () => begin([...before])));
  }
  place.append(actions);

  // The text is for those without the map; it stays open where something is wrong with it.
  const text = field.closest("details");
  if (text && !field.hasAttribute("aria-invalid")) text.open = false;
  if (corners.length) redraw();
}

function setPoint(place, lat, lon) {
  let handle = null;
  const map = makeMap(place, groundOf(place), (point) => {
    tell(lat, point.lat.toFixed(6));
    tell(lon, point.lng.toFixed(6));
  });

  function show() {
    const [north, east] = [lat, lon].map((field) => Number.parseFloat(field.value.replace(",", ".")));
    const known = Number.isFinite(north) && Number.isFinite(east) && Math.abs(north) <= 90 && Math.abs(east) <= 180;
    if (!known) {
      handle?.remove();
      handle = null;
    } else if (handle) {
      handle.setLatLng([north, east]);
    } else {
      handle = makeHandle([north, east]).addTo(map);
      handle.on("dragend", () => {
        tell(lat, handle.getLatLng().lat.toFixed(6));
        tell(lon, handle.getLatLng().lng.toFixed(6));
      });
    }
  }

  lat.addEventListener("input", show);
  lon.addEventListener("input", show);
  show();
  if (handle) map.setView(handle.getLatLng(), CLOSE);
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
