// The interactive map. The page works without it: the drawing stays when the browser has no WebGL, when the visitor
// saves data, or when anything fails; the list beneath is the same in every case.

const figure = document.querySelector("[data-points]");
const asked = figure.dataset;
const stage = figure.querySelector(".live");
const drawing = figure.querySelector("svg.map");
const tools = figure.querySelector(".map-tools");
const panel = figure.querySelector(".panel");

const FARTHEST = 10;
const NAMED_AT_ONCE = 60;
const MAINLAND = [[-5.4, 41.2], [9.8, 51.3]];
const families = [...document.querySelectorAll(".legend [data-family]")].map((one) => ({
  key: one.dataset.family,
  shape: one.querySelector("path").getAttribute("d"),
  label: one.textContent.trim(),
}));
const known = new Map();
const pins = new Map();
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
let library, map, opener;

function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function styleSheet(address) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = resolve;
    link.onerror = reject;
    document.head.prepend(link);
  });
}

// The file says each number as its difference with the one before: it weighs half as much.
function undone(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

function features(points) {
  const [ids, lon, lat] = [undone(points.id), undone(points.lon), undone(points.lat)];
  return ids.map((id, place) => ({
    type: "Feature",
    properties: { id, family: points.family[place] },
    geometry: { type: "Point", coordinates: [lon[place] / 1000, lat[place] / 1000] },
  }));
}

function colour(name) {
  const probe = document.createElement("span");
  probe.className = `probe ${name}`;
  figure.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function look() {
  return { sea: colour("paper"), land: colour("ground"), border: colour("ground-line") };
}

function style(ground, poles) {
  const { sea, land, border } = look();
  return {
    version: 8,
    sources: {
      ground: { type: "geojson", data: ground, tolerance: 0.2 },
      poles: {
        type: "geojson", data: { type: "FeatureCollection", features: poles },
        cluster: true, clusterRadius: 32, clusterMaxZoom: FARTHEST + 1, maxzoom: FARTHEST + 2,
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": sea } },
      { id: "land", type: "fill", source: "ground", paint: { "fill-color": land } },
      { id: "border", type: "line", source: "ground", paint: { "line-color": border, "line-width": 1 } },
      // Not seen: a source is read only when some layer shows it. What is seen are buttons, which a keyboard reaches.
      { id: "poles", type: "circle", source: "poles", paint: { "circle-opacity": 0, "circle-radius": 1 } },
    ],
  };
}

function recolour() {
  const { sea, land, border } = look();
  map.setPaintProperty("sea", "background-color", sea);
  map.setPaintProperty("land", "fill-color", land);
  map.setPaintProperty("border", "line-color", border);
}

function bounds(poles) {
  const places = poles.map((one) => one.geometry.coordinates);
  const [[west, south], [east, north]] = MAINLAND;
  const near = places.filter(([x, y]) => x > west && x < east && y > south && y < north);
  if (figure.dataset.whole === "1" || !places.length) return MAINLAND;
  const box = new library.LngLatBounds();
  for (const place of near.length ? near : places) box.extend(place);
  return box;
}

function move(to) {
  // At once: what lies between two territories is the ocean.
  map.fitBounds(to, { padding: 14, maxZoom: 9, animate: false });
}

function sign(family) {
  const { key, shape } = families[family];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
  svg.setAttribute("class", `sign ${key}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", shape);
  svg.append(path);
  return svg;
}

function named(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

function pin(feature) {
  const { id, family, cluster, point_count: count } = feature.properties;
  const button = document.createElement("button");
  button.type = "button";
  if (cluster) {
    button.className = count < 10 ? "pin many" : count < 100 ? "pin many more" : "pin many most";
    button.textContent = count;
    named(button, asked.sayCluster.replace("{n}", count));
    button.addEventListener("click", () => openCluster(feature, button));
  } else {
    button.className = "pin";
    button.append(sign(family));
    named(button, known.get(id)?.name ?? families[family].label);
    button.addEventListener("click", () => show([id], button));
  }
  return button;
}

async function openCluster(feature, button) {
  const source = map.getSource("poles");
  const { cluster_id: cluster, point_count: count } = feature.properties;
  const zoom = await source.getClusterExpansionZoom(cluster);
  if (zoom > FARTHEST) {
    const leaves = await source.getClusterLeaves(cluster, NAMED_AT_ONCE, 0);
    return show(leaves.map((leaf) => leaf.properties.id), button, count);
  }
  map.getCanvas().focus({ preventScroll: true });
  map.easeTo({ center: feature.geometry.coordinates, zoom: Math.min(zoom + 0.3, FARTHEST), animate: !still.matches });
}

async function learn(ids) {
  const missing = ids.filter((id) => !known.has(id)).slice(0, NAMED_AT_ONCE);
  if (!missing.length) return;
  for (const one of await json(`${asked.details}?n=${missing.join(",")}`)) known.set(one.id, one);
}

async function show(ids, button, count = ids.length) {
  await learn(ids);
  const found = ids.map((id) => known.get(id)).filter(Boolean);
  const list = panel.querySelector("ul");
  list.replaceChildren(...found.map(line));
  panel.querySelector(".rest").textContent = count > found.length ? asked.sayRest.replace("{n}", count - found.length) : "";
  opener = button;
  panel.hidden = false;
  list.querySelector("a")?.focus();
}

function line(pole) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = pole.url;
  link.textContent = pole.name;
  const where = document.createElement("span");
  where.className = "where";
  where.textContent = [pole.where, pole.domain].filter(Boolean).join(" · ");
  item.append(sign(pole.family), link, where);
  return item;
}

function close() {
  if (panel.hidden) return;
  panel.hidden = true;
  (opener?.isConnected ? opener : map.getCanvas()).focus({ preventScroll: true });
}

function refresh() {
  const view = map.getBounds();
  const seen = new Map();
  for (const feature of map.querySourceFeatures("poles")) {
    const { cluster_id: cluster, id } = feature.properties;
    if (view.contains(feature.geometry.coordinates)) seen.set(cluster === undefined ? `p${id}` : `c${cluster}`, feature);
  }
  for (const [key, marker] of pins) {
    if (seen.has(key)) continue;
    marker.remove();
    pins.delete(key);
  }
  const fresh = [...seen].filter(([key]) => !pins.has(key));
  // Read from the north down, as the eye goes.
  fresh.sort(([, one], [, other]) => other.geometry.coordinates[1] - one.geometry.coordinates[1]);
  for (const [key, feature] of fresh) {
    const marker = new library.Marker({ element: pin(feature) }).setLngLat(feature.geometry.coordinates).addTo(map);
    pins.set(key, marker);
  }
}

async function nameWhatIsSeen() {
  const alone = [...pins.keys()].filter((key) => key[0] === "p").map((key) => Number(key.slice(1)));
  if (alone.length > NAMED_AT_ONCE) return;
  await learn(alone).catch(() => {});
  for (const id of alone) {
    if (known.has(id)) named(pins.get(`p${id}`)?.getElement() ?? document.createElement("i"), known.get(id).name);
  }
}

function toggle(live) {
  stage.hidden = !live;
  // It keeps its place: nothing moves on the page.
  drawing.classList.toggle("unseen", live);
  for (const one of tools.querySelectorAll("[data-live]")) one.hidden = !live;
  const button = tools.querySelector("[data-do=plain]");
  button.setAttribute("aria-pressed", String(!live));
  panel.hidden = true;
  if (live) map.resize();
}

function listen() {
  tools.addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset;
    if (!what) return;
    if (what.do === "in") map.zoomIn({ animate: !still.matches });
    if (what.do === "out") map.zoomOut({ animate: !still.matches });
    if (what.do === "plain") toggle(stage.hidden);
  });
  tools.querySelector("select").addEventListener("change", (event) => {
    const [west, south, east, north] = event.target.value.split(",").map(Number);
    move([[west, south], [east, north]]);
  });
  panel.querySelector("button").addEventListener("click", close);
  figure.addEventListener("keydown", (event) => event.key === "Escape" && close());
  dark.addEventListener("change", recolour);
  map.on("render", () => map.isSourceLoaded("poles") && refresh());
  map.on("idle", nameWhatIsSeen);
}

async function start() {
  const [module, ground, points] = await Promise.all([
    import(asked.library), json(asked.ground), json(asked.points), styleSheet(asked.sheet),
  ]);
  library = module;
  library.setWorkerUrl(new URL(asked.worker, location.href).href);
  const poles = features(points);
  stage.hidden = false;
  map = new library.Map({
    container: stage.firstElementChild, style: style(ground, poles), bounds: bounds(poles), fitBoundsOptions: { padding: 14, maxZoom: 9 },
    maxZoom: FARTHEST, minZoom: 1.5, attributionControl: false, cooperativeGestures: true, dragRotate: false,
    pitchWithRotate: false, renderWorldCopies: false, fadeDuration: 0,
    locale: {
      "Map.Title": asked.sayMap,
      "CooperativeGesturesHandler.WindowsHelpText": asked.sayWheel,
      "CooperativeGesturesHandler.MacHelpText": asked.sayWheelMac,
      "CooperativeGesturesHandler.MobileHelpText": asked.sayFingers,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", (event) => reject(event.error));
  });
  listen();
  tools.hidden = false;
  toggle(true);
  figure.dataset.ready = "1";
}

if (hasWebGL() && !navigator.connection?.saveData) {
  start().catch((error) => {
    console.info("Essaim:", error);
    map?.remove();
    stage.hidden = true;
    drawing.classList.remove("unseen");
  });
}
