// Drawing an outline: taps become corners, and the corners GeoJSON in the field of the form.
const load = (tag, attributes) =>
  new Promise((done, failed) => {
    const node = Object.assign(document.createElement(tag), attributes, { onload: done, onerror: failed });
    document.head.append(node);
  });

const ringsIn = (text) => {
  try {
    const { type, coordinates, features } = JSON.parse(text);
    if (features) return features.flatMap((feature) => ringsIn(JSON.stringify(feature.geometry)));
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    return polygons.map((polygon) => polygon.map((ring) => ring.slice(0, -1)));
  } catch {
    return [];
  }
};

const written = (polygons, asFeatures) => {
  if (!polygons.length) return "";
  const closed = polygons.map((polygon) => polygon.map((ring) => [...ring, ring[0]]));
  const one = (coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates } });
  if (asFeatures) return JSON.stringify({ type: "FeatureCollection", features: closed.map(one) });
  if (closed.length === 1) return JSON.stringify({ type: "Polygon", coordinates: closed[0] });
  return JSON.stringify({ type: "MultiPolygon", coordinates: closed });
};

const turned = (ring) => ring.map(([longitude, latitude]) => [latitude, longitude]);

export async function open(button) {
  const { script, style, outlines, points, target, features, corners, tileUrl, attribution } = button.dataset;
  const frame = button.closest(".map");
  const [land] = await Promise.all([
    fetch(outlines).then((answer) => answer.json()),
    load("link", { rel: "stylesheet", href: style }),
    window.L || load("script", { src: script }),
  ]);
  const { commune, centre, places } = JSON.parse(document.getElementById(points).textContent);
  const field = document.getElementById(target);
  const tools = frame.querySelector(".zone-draw");
  const live = frame.querySelector(".map__live");
  live.hidden = tools.hidden = false;
  const map = L.map(live, { minZoom: 2, maxZoom: 19, doubleClickZoom: false });
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(map);
  map.createPane("land").style.zIndex = 100;
  L.geoJSON(land, { pane: "land", interactive: false, className: "live-land", attribution: "Natural Earth" }).addTo(map);
  if (tileUrl) {
    const name = document.createElement("span");
    name.textContent = attribution;
    const link = `<a href="https://www.openstreetmap.org/copyright">${name.innerHTML}</a>`;
    L.tileLayer(tileUrl, { maxZoom: 19, attribution: link }).addTo(map);
  }
  const known = L.featureGroup().addTo(map);
  if (commune) L.geoJSON(commune, { interactive: false, className: "live-known" }).addTo(known);
  for (const { name, latitude, longitude } of places) {
    const words = document.createElement("span");
    words.textContent = name;
    L.circleMarker([latitude, longitude], { radius: 5, className: "live-known" }).bindTooltip(words).addTo(known);
  }

  let polygons = ringsIn(field.value);
  let path = [];
  const drawn = L.featureGroup().addTo(map);
  const show = () => {
    drawn.clearLayers();
    for (const polygon of polygons) L.polygon(polygon.map(turned), { interactive: false, className: "live-drawn" }).addTo(drawn);
    L.polyline(turned(path), { interactive: false, className: "live-drawn" }).addTo(drawn);
    for (const corner of turned(path)) L.circleMarker(corner, { radius: 6, interactive: false, className: "live-drawn" }).addTo(drawn);
    tools.querySelector("output").textContent = `${corners} ${path.length}`;
    tools.querySelector("[data-draw=close]").disabled = path.length < 3;
    tools.querySelector("[data-draw=undo]").disabled = !path.length && !polygons.length;
  };
  const add = ({ lat, lng }) => {
    path.push([Number(lng.toFixed(7)), Number(lat.toFixed(7))]);
    show();
  };
  const steps = {
    add: () => add(map.getCenter()),
    undo: () => {
      // Of a closed outline, the way back is to its corners.
      if (path.length) path.pop();
      else path = polygons.pop()?.[0] ?? [];
      field.value = written(polygons, features);
      show();
    },
    close: () => {
      polygons = [...polygons, [path]];
      path = [];
      field.value = written(polygons, features);
      show();
    },
  };
  tools.addEventListener("click", (event) => steps[event.target.dataset.draw]?.());
  map.on("click", ({ latlng }) => add(latlng));
  field.addEventListener("change", () => {
    polygons = ringsIn(field.value);
    show();
  });
  show();
  const seen = polygons.length ? drawn.getBounds() : known.getBounds();
  if (seen.isValid() && (polygons.length || commune)) map.fitBounds(seen, { padding: [24, 24] });
  else map.setView(centre ?? [46.6, 2.5], centre ? 14 : 5);
  button.hidden = true;
  live.focus();
}
