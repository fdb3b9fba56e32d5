// Drawing an outline on a map. Without it the form still takes GeoJSON, areas or a file.

const own = document.querySelector('script[data-leaflet]');
const place = document.getElementById('outline-map');
const field = document.querySelector('[data-outline]');

if (own && place && field) {
  const script = document.createElement('script');
  script.src = own.dataset.leaflet;
  script.addEventListener('load', draw);
  document.head.append(script);
}

function draw() {
  const ground = JSON.parse(document.getElementById('outline-ground').textContent);
  const L = window.L;
  place.hidden = false;
  const canvas = document.createElement('div');
  canvas.className = 'qw-drawing__map';
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', place.dataset.label);
  const help = document.createElement('p');
  help.className = 'qw-small qw-meta';
  help.textContent = place.dataset.help;
  place.append(canvas, help);

  const map = L.map(canvas, {attributionControl: false, zoomAnimation: false, fadeAnimation: false});
  const city = ground.city ? L.geoJSON(ground.city, {interactive: false, className: 'qw-drawing__city'}).addTo(map) : null;
  const present = ground.outline ? L.geoJSON(ground.outline, {interactive: false, className: 'qw-drawing__present'}).addTo(map) : null;
  const shown = present || city;
  if (shown) map.fitBounds(shown.getBounds(), {padding: [16, 16]});
  else map.setView([48.78, 9.18], 12);

  let corners = [];
  const outline = L.polygon([], {className: 'qw-drawing__outline', interactive: false}).addTo(map);
  const handles = L.layerGroup().addTo(map);

  function show() {
    outline.setLatLngs(corners);
    handles.clearLayers();
    corners.forEach((corner, number) => {
      L.circleMarker(corner, {radius: 7, className: 'qw-drawing__corner'})
        .on('click', (event) => {
          L.DomEvent.stop(event);
          corners.splice(number, 1);
          show();
        })
        .addTo(handles);
    });
    field.value = corners.length > 2 ? JSON.stringify(outline.toGeoJSON(7).geometry) : '';
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }

  function add(point) {
    corners.push(point);
    show();
  }

  function button(text, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'kern-btn kern-btn--secondary';
    made.innerHTML = '<span class="kern-label"></span>';
    made.firstChild.textContent = text;
    made.addEventListener('click', act);
    return made;
  }

  const actions = document.createElement('div');
  actions.className = 'qw-actions';
  actions.append(
    button(place.dataset.undo, () => { corners.pop(); show(); }),
    button(place.dataset.clear, () => { corners = []; show(); }),
  );
  place.append(actions);

  map.on('click', (event) => add(event.latlng));
  canvas.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target === canvas) {
      event.preventDefault();
      add(map.getCenter());
    }
  });
}
