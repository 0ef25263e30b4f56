// The live map: Leaflet comes only when a reader opens it, over outlines kept on this site.
const load = (tag, attributes) =>
  new Promise((done, failed) => {
    const node = Object.assign(document.createElement(tag), attributes, { onload: done, onerror: failed });
    document.head.append(node);
  });

const marker = ({ latitude, longitude, label, url }) => {
  const icon = L.divIcon({ className: "live-marker", iconSize: [28, 28], iconAnchor: [14, 14] });
  const point = L.marker([latitude, longitude], { icon, title: label, alt: label });
  const words = document.createElement(url ? "a" : "span");
  words.textContent = label;
  if (url) words.href = url;
  return point.bindPopup(words);
};

export async function open(button) {
  const { script, style, outlines, points, tileUrl, attribution } = button.dataset;
  const frame = button.closest(".map");
  const [land] = await Promise.all([
    fetch(outlines).then((answer) => answer.json()),
    load("link", { rel: "stylesheet", href: style }),
    window.L || load("script", { src: script }),
  ]);
  const drawing = frame.querySelector(".map__drawing");
  const live = frame.querySelector(".map__live");
  drawing.hidden = true;
  live.hidden = false;
  const map = L.map(live, { minZoom: 2, maxZoom: tileUrl ? 19 : 9, worldCopyJump: true });
  map.attributionControl.setPrefix(false);
  // Under the tiles: it stays when they do not come.
  map.createPane("land").style.zIndex = 100;
  L.geoJSON(land, { pane: "land", interactive: false, className: "live-land", attribution: "Natural Earth" }).addTo(map);
  if (tileUrl) {
    const name = document.createElement("span");
    name.textContent = attribution;
    const link = `<a href="https://www.openstreetmap.org/copyright">${name.innerHTML}</a>`;
    L.tileLayer(tileUrl, { maxZoom: 19, attribution: link }).addTo(map);
  }
  const markers = JSON.parse(document.getElementById(points).textContent).map(marker);
  const group = L.featureGroup(markers).addTo(map);
  if (markers.length) map.fitBounds(group.getBounds(), { maxZoom: tileUrl ? 13 : 6, padding: [40, 40] });
  else map.setView([46.6, 2.5], 5);
  button.hidden = true;
  live.focus();
}
