// The widget: takes frames from Python, draws them, and sends back what somebody asks for.

function numbers(model, name, Kind) {
  const view = model.get(name);
  if (!view || !view.byteLength) return new Kind(0);
  const whole = view.byteOffset % Kind.BYTES_PER_ELEMENT === 0;
  const buffer = whole ? view.buffer : view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  return new Kind(buffer, whole ? view.byteOffset : 0, view.byteLength / Kind.BYTES_PER_ELEMENT);
}

function readGround(model) {
  const about = model.get("about");
  if (!about || !about.buildings) return null;
  const floats = numbers(model, "ground", Float32Array), n = about.residents, g = about.buildings.length;
  return {
    n, gates: g, buildings: about.buildings, facilities: about.facilities, box: about.box, outlines: about.outlines,
    people: floats.subarray(0, 2 * n),
    cells: floats.subarray(2 * n, 2 * n + 8 * g),
    entrances: floats.subarray(2 * n + 8 * g, 2 * n + 10 * g),
    gateOf: Int32Array.from(floats.subarray(2 * n + 10 * g)),
  };
}

function render({ model, el }) {
  const words = model.get("words"), camera = makeCamera();
  const scene = { camera, words, ground: null, dots: null, lights: [], told: null, colouring: model.get("colouring"), still: true, lit: 0 };
  const send = (message) => model.send(message);
  const choose = (kind, index) => send({ do: "choose", kind, index });

  const root = make("div", "linli-map"), stage = make("div", "linli-stage"), canvas = make("canvas");
  const status = make("p", "linli-status"), note = make("p", "linli-note"), hint = make("p", "linli-hint", words.hint);
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", words.canvas);
  status.setAttribute("aria-live", "polite");
  note.setAttribute("role", "status");

  let wanted = false;
  const timing = { draws: 0, spent: 0, frames: 0 };
  root.timing = timing;
  function paint(now) {
    wanted = false;
    const begun = performance.now();
    draw(scene, canvas.getContext("2d"), now);
    timing.draws += 1;
    timing.spent += performance.now() - begun;
    if (!scene.still) {
      if (now - scene.lit < 500) redraw();
      else scene.still = true;
    }
  }
  function redraw() {
    if (wanted) return;
    wanted = true;
    requestAnimationFrame(paint);
  }

  const controls = makeControls(words, send, {
    colour(k) {
      scene.colouring = k;
      model.set("colouring", k);
      model.save_changes();
      legend.show(k, scene.dots, scene.ground ? scene.ground.n : 0);
      redraw();
    },
    zoom(factor) {
      zoom(camera, factor);
      redraw();
    },
    fit: whole,
  }, model.get("playable"));
  const legend = makeLegend(words), told = makeTold(words, choose), table = makeTable(words, choose);
  stage.append(canvas, told.root);
  root.append(controls.root, status, note, legend.root, stage, hint, table.root);
  el.append(root);

  function whole() {
    if (scene.ground) fit(camera, scene.ground.box);
    redraw();
  }
  function resize() {
    const box = canvas.getBoundingClientRect();
    if (!box.width || !box.height) return;
    const first = camera.width <= 1;
    [camera.width, camera.height, camera.ratio] = [box.width, box.height, window.devicePixelRatio || 1];
    canvas.width = Math.round(box.width * camera.ratio);
    canvas.height = Math.round(box.height * camera.ratio);
    if (first) whole();
    else redraw();
  }
  // Who is chosen from a list may live where nobody looks.
  function show(one) {
    if (!scene.ground || one.index < 0) return;
    const from = one.kind === "gate" ? scene.ground.entrances : scene.ground.people;
    const [x, y] = [from[2 * one.index], from[2 * one.index + 1]], [px, py] = toScreen(camera, x, y);
    if (px < 10 || py < 10 || px > camera.width - 10 || py > camera.height - 10) [camera.x, camera.y] = [x, y];
  }
  const watcher = new ResizeObserver(resize);
  watcher.observe(canvas);

  listen(canvas, camera, {
    moved: redraw,
    clicked(px, py) {
      if (!scene.ground) return;
      const found = pick(scene, px, py);
      choose(found ? found[0] : null, found ? found[1] : -1);
    },
    key(pressed) {
      const playing = model.get("state").playing;
      if (pressed === " ") send({ do: playing ? "pause" : "play" });
      else if (pressed === ".") send({ do: "step" });
      else if (pressed === "0") whole();
      else if (pressed === "Escape") choose(null, -1);
      else return false;
      return true;
    },
  });

  let groundBefore = -1, litBefore = 0, saidBefore = 0, chosenBefore = "";
  function take() {
    const state = model.get("state");
    if (groundBefore !== model.get("laid")) {
      groundBefore = model.get("laid");
      scene.ground = readGround(model);
      root.classList.toggle("linli-outlined", Boolean(scene.ground && scene.ground.outlines.length));
      if (camera.width > 1) whole();
    }
    const now = performance.now(), n = scene.ground ? scene.ground.n : 0;
    scene.dots = state.ready && scene.ground ? numbers(model, "dots", Uint8Array) : null;
    scene.lights = scene.dots ? gatherLights(numbers(model, "events", Float32Array), scene.ground) : [];
    const chosen = `${state.told.kind} ${state.told.index}`;
    scene.told = state.told;
    if (state.week !== scene.week) {
      // Weeks that follow quickly need no growing rings: the next week is there before they have grown.
      scene.still = now - litBefore < 300 || matchMedia("(prefers-reduced-motion: reduce)").matches;
      scene.week = state.week;
      scene.lit = litBefore = now;
    }
    if (chosen !== chosenBefore) {
      chosenBefore = chosen;
      show(state.told);
    }
    controls.show(state);
    legend.show(scene.colouring, scene.dots, n);
    told.show(state.told.title || state.told.lines.length ? state.told : { ...state.told, lines: [words.nothing], lists: [] });
    if (scene.dots) table.show(scene.ground, numbers(model, "gates", Float32Array), state.playing);
    // A reader of the screen is told at most every few seconds while weeks go by.
    if (!state.playing || now - saidBefore > 250) {
      saidBefore = now;
      status.setAttribute("aria-live", state.playing ? "off" : "polite");
      status.textContent = state.status;
    }
    note.textContent = state.note;
    note.classList.toggle("linli-wrong", Boolean(state.wrong));
    timing.frames += 1;
    timing.week = state.week;
    redraw();
    send({ do: "seen", frame: model.get("frame") });
  }
  model.on("change:frame", take);
  model.on("change:colouring", () => {
    scene.colouring = model.get("colouring");
    controls.colour(scene.colouring);
    legend.show(scene.colouring, scene.dots, scene.ground ? scene.ground.n : 0);
    redraw();
  });
  controls.colour(scene.colouring);
  resize();
  take();
  return () => {
    watcher.disconnect();
    model.off("change:frame", take);
  };
}

export default { render };
