// What is drawn on the canvas: footprints, people, gates' numbers, facilities, events, and what was chosen.

const INK = "#2B2B2B";
const LIGHT = "#E6009A";
const RING = "#C4400A";
const OUTLINE = "#2C4A73";
const FONT = '"Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
const HEAD = 1, CAME = 2, NEWCOMER = 4, ISOLATED = 8;
// Pixels a metre from which single residents can be chosen by a click.
const NEAR = 4;
const EVENT_WIDTH = 5;

function radius(camera) {
  return Math.min(7, Math.max(1.1, 0.5 * camera.scale));
}

// Screen places of all residents, in one array that is kept.
function project(scene) {
  const { camera, ground } = scene;
  const n = ground.n, xy = ground.people;
  if (!scene.places || scene.places.length !== 2 * n) scene.places = new Float32Array(2 * n);
  const k = camera.scale, dx = camera.width / 2 - camera.x * k, dy = camera.height / 2 + camera.y * k;
  for (let i = 0; i < n; i++) {
    scene.places[2 * i] = xy[2 * i] * k + dx;
    scene.places[2 * i + 1] = dy - xy[2 * i + 1] * k;
  }
}

function draw(scene, context, now) {
  const { camera, ground } = scene;
  context.setTransform(camera.ratio, 0, 0, camera.ratio, 0, 0);
  context.fillStyle = "#F7F5F0";
  context.fillRect(0, 0, camera.width, camera.height);
  if (!ground) return;
  project(scene);
  drawCells(scene, context);
  drawOutlines(scene, context);
  drawPeople(scene, context);
  drawFacilities(scene, context);
  drawNumbers(scene, context);
  drawEvents(scene, context, now);
  drawChosen(scene, context);
}

function cellPath(scene, context, gate) {
  const c = scene.ground.cells;
  for (let k = 0; k < 4; k++) {
    const [x, y] = toScreen(scene.camera, c[8 * gate + 2 * k], c[8 * gate + 2 * k + 1]);
    if (k) context.lineTo(x, y);
    else context.moveTo(x, y);
  }
  context.closePath();
}

function drawCells(scene, context) {
  context.beginPath();
  for (let gate = 0; gate < scene.ground.gates; gate++) cellPath(scene, context, gate);
  context.fillStyle = "#FFFFFF";
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = "#A89C88";
  context.stroke();
}

// What each building covers where a map or a drawing tells it; its floors, laid flat, may reach farther.
function drawOutlines(scene, context) {
  context.beginPath();
  for (const corners of scene.ground.outlines) {
    for (let k = 0; k < corners.length; k += 2) {
      const [x, y] = toScreen(scene.camera, corners[k], corners[k + 1]);
      if (k) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    context.closePath();
  }
  context.fillStyle = "rgba(44,74,115,0.12)";
  context.fill();
  context.lineWidth = Math.min(3, Math.max(1.5, 0.6 * scene.camera.scale));
  context.strokeStyle = OUTLINE;
  context.stroke();
}

// A small picture of a dot of each colour; pictures are copied faster than circles are drawn.
function sprites(scene, colours, r) {
  const key = colours.join() + r.toFixed(1) + scene.camera.ratio;
  if (scene.spriteKey === key) return scene.sprites;
  scene.spriteKey = key;
  scene.sprites = colours.map((colour) => {
    const size = Math.ceil(2 * r + 2), sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.ceil(size * scene.camera.ratio);
    const c = sprite.getContext("2d");
    c.scale(scene.camera.ratio, scene.camera.ratio);
    c.beginPath();
    c.arc(size / 2, size / 2, r, 0, 2 * Math.PI);
    c.fillStyle = colour;
    c.fill();
    return { sprite, size };
  });
  return scene.sprites;
}

function drawPeople(scene, context) {
  const { camera, ground, places } = scene;
  if (!scene.dots) return;
  const n = ground.n, r = radius(camera), classes = scene.dots.subarray(scene.colouring * n, (scene.colouring + 1) * n);
  const colours = scene.words.colourings[scene.colouring].classes.map((one) => one.colour);
  if (r < 2.2) {
    drawFar(scene, context, classes, colours, r);
    return;
  }
  const made = sprites(scene, colours, r);
  for (let i = 0; i < n; i++) {
    const x = places[2 * i], y = places[2 * i + 1];
    if (x < -r || x > camera.width + r || y < -r || y > camera.height + r) continue;
    const { sprite, size } = made[classes[i]];
    context.drawImage(sprite, x - size / 2, y - size / 2, size, size);
  }
}

// From far away a dot is a few pixels: these are written one by one, which is many times quicker than to draw thousands of squares.
function drawFar(scene, context, classes, colours, r) {
  const { camera, ground, places } = scene, { ratio } = camera;
  const width = context.canvas.width, height = context.canvas.height;
  if (!scene.layer || scene.layer.width !== width || scene.layer.height !== height) {
    scene.layer = document.createElement("canvas");
    [scene.layer.width, scene.layer.height] = [width, height];
    scene.image = new ImageData(width, height);
    scene.pixels = new Uint32Array(scene.image.data.buffer);
  }
  const { pixels } = scene, side = Math.max(2, Math.round(2 * r * ratio));
  const bytes = new Uint8Array(4), whole = new Uint32Array(bytes.buffer);
  const inks = colours.map((colour) => {
    bytes.set([1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16)));
    bytes[3] = 255;
    return whole[0];
  });
  pixels.fill(0);
  for (let i = 0; i < ground.n; i++) {
    const left = Math.round(places[2 * i] * ratio - side / 2), top = Math.round(places[2 * i + 1] * ratio - side / 2);
    if (left < 0 || top < 0 || left + side > width || top + side > height) continue;
    const ink = inks[classes[i]];
    for (let y = top; y < top + side; y++) pixels.fill(ink, y * width + left, y * width + left + side);
  }
  scene.layer.getContext("2d").putImageData(scene.image, 0, 0);
  context.drawImage(scene.layer, 0, 0, camera.width, camera.height);
}

function label(context, text, x, y, size, colour, bold = false) {
  context.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = "rgba(247,245,240,0.92)";
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

// Where a gate's number stands: in front of its entrance.
function numberPlace(scene, gate) {
  const { ground, camera } = scene, c = ground.cells;
  const [gx, gy] = [ground.entrances[2 * gate], ground.entrances[2 * gate + 1]];
  const mx = (c[8 * gate] + c[8 * gate + 4]) / 2, my = (c[8 * gate + 1] + c[8 * gate + 5]) / 2;
  const length = Math.hypot(mx - gx, my - gy) || 1;
  const [x, y] = toScreen(camera, gx, gy);
  return [x - ((mx - gx) / length) * 9, y + ((my - gy) / length) * 9];
}

function cellWidth(scene, gate) {
  const c = scene.ground.cells;
  return Math.hypot(c[8 * gate + 2] - c[8 * gate], c[8 * gate + 3] - c[8 * gate + 1]) * scene.camera.scale;
}

// Whether a gate is wide enough to carry its number.
function numbered(scene, gate) {
  return cellWidth(scene, gate) >= 8 * String(gate + 1).length + 4;
}

function drawNumbers(scene, context) {
  const { ground, camera } = scene, of = ground.buildings;
  for (let gate = 0; gate < ground.gates; gate++) {
    const wide = cellWidth(scene, gate);
    const [x, y] = numberPlace(scene, gate);
    if (numbered(scene, gate)) {
      if (x > -40 && x < camera.width + 40 && y > -20 && y < camera.height + 20) label(context, String(gate + 1), x, y, wide > 60 ? 14 : 12, INK);
      continue;
    }
    // Too narrow for a number each: the first and the last of the building.
    if (gate > 0 && of[gate] === of[gate - 1]) continue;
    let last = gate;
    while (last + 1 < ground.gates && of[last + 1] === of[gate]) last++;
    if (wide * (last - gate + 1) < 8 * String(last + 1).length * 2 + 10) continue;
    const [x2, y2] = numberPlace(scene, last);
    label(context, last > gate ? `${gate + 1}–${last + 1}` : String(gate + 1), (x + x2) / 2, (y + y2) / 2, 11, INK);
  }
}

const SIGNS = { yard: "square", shop: "plus", "school gate": "up", "activity room": "diamond", "service centre": "star", "ancestral hall": "house" };

function sign(context, kind, x, y, r) {
  const shape = SIGNS[kind] || "round";
  context.beginPath();
  if (shape === "square") context.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "diamond" || shape === "up" || shape === "house" || shape === "star") {
    const corners = { diamond: 4, up: 3, house: 5, star: 10 }[shape];
    for (let k = 0; k < corners; k++) {
      const far = shape === "star" && k % 2 ? 0.5 * r : 1.25 * r, turn = -Math.PI / 2 + (2 * Math.PI * k) / corners;
      context.lineTo(x + far * Math.cos(turn), y + far * Math.sin(turn));
    }
    context.closePath();
  } else if (shape === "plus") {
    context.rect(x - r, y - r / 3, 2 * r, (2 * r) / 3);
    context.rect(x - r / 3, y - r, (2 * r) / 3, 2 * r);
  } else context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = "#8A6D1B";
  context.fill();
}

function drawFacilities(scene, context) {
  const { ground, camera } = scene, r = Math.min(8, Math.max(4, camera.scale));
  for (const { kind, title, x, y } of ground.facilities) {
    const [px, py] = toScreen(camera, x, y);
    if (px < -60 || px > camera.width + 60 || py < -30 || py > camera.height + 30) continue;
    sign(context, kind, px, py, r);
    if (camera.scale >= 2.2) label(context, title, px, py + r + 9, 11, "#5A4608");
  }
}

// Events at one place are one light. A light at an entrance lies on the building's side of it, so that the gate keeps its number.
function gatherLights(events, ground) {
  const found = new Map(), at = (x, y) => `${Math.round(10 * x)} ${Math.round(10 * y)}`;
  if (!ground.at) {
    ground.at = new Map();
    for (let gate = 0; gate < ground.gates; gate++) ground.at.set(at(ground.entrances[2 * gate], ground.entrances[2 * gate + 1]), gate);
  }
  for (let k = 0; k < events.length; k += EVENT_WIDTH) {
    if (events[k + 2] <= 0) continue;
    const key = at(events[k], events[k + 1]);
    const light = found.get(key) || { x: events[k], y: events[k + 1], came: 0, gate: ground.at.has(key) ? ground.at.get(key) : -1 };
    light.came += events[k + 2];
    found.set(key, light);
  }
  return [...found.values()];
}

function drawEvents(scene, context, now) {
  const { camera, lights } = scene;
  const grown = scene.still ? 1 : Math.min(1, Math.max(0, (now - scene.lit) / 500));
  for (const { x, y, came, gate } of lights) {
    const r = (7 + 1.2 * Math.sqrt(came)) * (0.4 + 0.6 * grown);
    let [px, py] = toScreen(camera, x, y);
    if (gate >= 0) {
      const [nx, ny] = numberPlace(scene, gate);
      [px, py] = [px - ((nx - px) / 9) * r, py - ((ny - py) / 9) * r];
    }
    context.beginPath();
    context.arc(px, py, r, 0, 2 * Math.PI);
    context.fillStyle = `rgba(230,0,154,${0.36 - 0.16 * grown})`;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = LIGHT;
    context.stroke();
    if (camera.scale >= 2.2) label(context, String(came), px, py, 11, "#8A005C", true);
  }
}

function ring(scene, context, row, colour, extra = 2.5, width = 2) {
  const own = Math.max(1.8, radius(scene.camera)), r = own + extra * Math.min(1, own / 3);
  context.beginPath();
  context.arc(scene.places[2 * row], scene.places[2 * row + 1], r, 0, 2 * Math.PI);
  context.lineWidth = width + 2;
  context.strokeStyle = "#FFFFFF";
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

// Ties of the chosen resident only; of the chosen gate its isolated people, those who came lately, and its head.
function drawChosen(scene, context) {
  const { told, places, ground, dots } = scene;
  if (!told || told.index < 0) return;
  const gate = told.kind === "gate" ? told.index : ground.gateOf[told.index];
  context.beginPath();
  cellPath(scene, context, gate);
  context.lineWidth = told.kind === "gate" ? 3 : 1.5;
  context.strokeStyle = INK;
  context.stroke();
  if (told.kind === "gate") {
    const n = ground.n, flags = dots.subarray(dots.length - n);
    for (let i = 0; i < n; i++) {
      if (ground.gateOf[i] !== gate) continue;
      if (flags[i] & ISOLATED) ring(scene, context, i, RING, 1.5);
      if (flags[i] & NEWCOMER) ring(scene, context, i, "#00796B", 4.5, 1.5);
    }
    if (told.head >= 0) {
      const [x, y] = [places[2 * told.head], places[2 * told.head + 1]];
      sign(context, "service centre", x, y, 9);
    }
    return;
  }
  const [x, y] = [places[2 * told.index], places[2 * told.index + 1]];
  for (const [row, level] of told.ties) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(places[2 * row], places[2 * row + 1]);
    context.lineWidth = 0.8 + 0.8 * level;
    context.strokeStyle = "rgba(43,43,43,0.65)";
    context.stroke();
  }
  for (const [row] of told.ties) ring(scene, context, row, INK, 0.5, 1.2);
  ring(scene, context, told.index, LIGHT, 3, 3);
}

// What lies under a pixel: ["gate", index], ["resident", row], or null.
function pick(scene, px, py) {
  const { camera, ground, places } = scene;
  for (let gate = 0; gate < ground.gates; gate++) {
    if (!numbered(scene, gate)) continue;
    const [x, y] = numberPlace(scene, gate);
    if (Math.abs(px - x) < 14 && Math.abs(py - y) < 8) return ["gate", gate];
  }
  if (camera.scale >= NEAR) {
    let best = -1, least = radius(camera) + 4;
    for (let i = 0; i < ground.n; i++) {
      const far = Math.hypot(places[2 * i] - px, places[2 * i + 1] - py);
      if (far < least) [best, least] = [i, far];
    }
    if (best >= 0) return ["resident", best];
  }
  const [x, y] = toGround(camera, px, py), c = ground.cells;
  for (let gate = 0; gate < ground.gates; gate++) {
    let inside = 0;
    for (let k = 0; k < 4; k++) {
      const a = 8 * gate + 2 * k, b = 8 * gate + 2 * ((k + 1) % 4);
      inside += Math.sign((c[b] - c[a]) * (y - c[a + 1]) - (c[b + 1] - c[a + 1]) * (x - c[a]));
    }
    if (Math.abs(inside) === 4) return ["gate", gate];
  }
  return null;
}
