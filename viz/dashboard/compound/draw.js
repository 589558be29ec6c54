// Buildings drawn as rectangles over a picture. The picture stays in the browser: it is neither sent nor kept. Only rectangles in metres go to the page.
const WIDE = 800, HIGH = 500;

function render({ model, el }) {
  const words = model.get("words");
  const make = (name, text, parent) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    (parent || el).append(made);
    return made;
  };
  const bar = make("div");
  bar.style.cssText = "display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin-bottom:.5rem";
  const field = (text) => { const label = make("label", text + " ", bar); const input = make("input", "", label); return input; };
  const file = field(words.picture);
  file.type = "file";
  file.accept = "image/*";
  // As in upload.js: the browser's own words are not in the page's language.
  file.parentElement.style.cssText = "position:relative;border:1px solid #334155;border-radius:4px;padding:.3rem .8rem;min-height:2.2rem";
  file.style.cssText = "position:absolute;inset:0;opacity:0;width:100%;cursor:pointer";
  file.addEventListener("focus", () => { file.parentElement.style.outline = "3px solid #1d4ed8"; });
  file.addEventListener("blur", () => { file.parentElement.style.outline = ""; });
  const known = field(words.known);
  known.type = "number";
  known.min = 1;
  known.value = 100;
  known.style.cssText = "width:5rem;border:1px solid #64748b;padding:.1rem .3rem";
  const button = (text, id) => {
    const made = make("button", text, bar);
    made.type = "button";
    made.dataset.testid = id;
    made.style.cssText = "border:1px solid #334155;border-radius:4px;padding:.3rem .8rem;background:#fff;min-height:2.2rem";
    return made;
  };
  const measure = button(words.measure, "draw-measure");
  const back = button(words.back, "draw-back");
  const clear = button(words.clear, "draw-clear");
  const hint = make("p");
  hint.setAttribute("role", "status");
  const canvas = make("canvas");
  canvas.width = WIDE;
  canvas.height = HIGH;
  canvas.dataset.testid = "draw-canvas";
  canvas.setAttribute("role", "img");
  canvas.style.cssText = "max-width:100%;border:1px solid #64748b;touch-action:none;cursor:crosshair";
  const pen = canvas.getContext("2d");

  let scale = model.get("scale"); // metres a pixel
  let image = null, measuring = false, clicks = [], at = null;
  let boxes = model.get("rectangles").map(([x, y, a, b, angle]) => [x / scale, HIGH - y / scale, a / scale, b / scale, angle]);

  const corners = ([x, y, a, b, angle]) => {
    const c = Math.cos(angle * Math.PI / 180), s = -Math.sin(angle * Math.PI / 180);
    return [[-a, -b], [a, -b], [a, b], [-a, b]].map(([u, v]) => [x + (u * c - v * s) / 2, y + (u * s + v * c) / 2]);
  };
  // Two corners give one side, the third point how deep the building is.
  const box = ([p, q, r]) => {
    const side = Math.hypot(q[0] - p[0], q[1] - p[1]);
    if (side < 1) return null;
    const u = [(q[0] - p[0]) / side, (q[1] - p[1]) / side];
    const deep = (r[0] - p[0]) * -u[1] + (r[1] - p[1]) * u[0];
    const middle = [(p[0] + q[0]) / 2 - u[1] * deep / 2, (p[1] + q[1]) / 2 + u[0] * deep / 2];
    return Math.abs(deep) < 1 ? null : [...middle, side, Math.abs(deep), Math.atan2(-u[1], u[0]) * 180 / Math.PI];
  };
  const path = (points, close) => {
    pen.beginPath();
    points.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    if (close) pen.closePath();
  };
  const draw = () => {
    pen.clearRect(0, 0, WIDE, HIGH);
    if (image) {
      const fit = Math.min(WIDE / image.width, HIGH / image.height);
      pen.drawImage(image, 0, 0, image.width * fit, image.height * fit);
    } else {
      pen.strokeStyle = "#e2e8f0";
      for (let x = 0; x < WIDE; x += 50) { path([[x, 0], [x, HIGH]]); pen.stroke(); }
      for (let y = 0; y < HIGH; y += 50) { path([[0, y], [WIDE, y]]); pen.stroke(); }
    }
    pen.lineWidth = 2;
    boxes.forEach((one, k) => {
      path(corners(one), true);
      pen.fillStyle = "rgba(44,74,115,.35)";
      pen.strokeStyle = "#2c4a73";
      pen.fill();
      pen.stroke();
      pen.fillStyle = "#111827";
      pen.font = "14px sans-serif";
      pen.fillText(String(k + 1), one[0] - 5, one[1] + 5);
    });
    pen.strokeStyle = "#c2410c";
    const points = at && clicks.length ? [...clicks, at] : clicks;
    if (points.length === 3) { const one = box(points); if (one) { path(corners(one), true); pen.stroke(); } }
    else if (points.length === 2) { path(points); pen.stroke(); }
    else points.forEach(([x, y]) => pen.strokeRect(x - 3, y - 3, 6, 6));
    const said = boxes.map((one, k) => `${k + 1}: ${Math.round(one[2] * scale)} × ${Math.round(one[3] * scale)} m`).join(", ");
    canvas.setAttribute("aria-label", `${words.canvas} ${said}`);
    const step = measuring ? words.line : [words.first, words.second, words.third][clicks.length];
    hint.textContent = `${step} (${words.scale} ${(WIDE * scale).toFixed(0)} m; ${boxes.length} ${words.many})`;
  };
  const tell = () => {
    const tidy = (value) => Math.round(value * 10) / 10;
    model.set("scale", scale);
    model.set("rectangles", boxes.map(([x, y, a, b, angle]) => [x * scale, (HIGH - y) * scale, a * scale, b * scale, angle].map(tidy)));
    model.save_changes();
    draw();
  };
  const place = (event) => {
    const area = canvas.getBoundingClientRect();
    return [(event.clientX - area.left) * WIDE / area.width, (event.clientY - area.top) * HIGH / area.height];
  };
  canvas.addEventListener("pointermove", (event) => { at = place(event); draw(); });
  canvas.addEventListener("pointerleave", () => { at = null; draw(); });
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    clicks.push(place(event));
    if (measuring && clicks.length === 2) {
      const long = Math.hypot(clicks[1][0] - clicks[0][0], clicks[1][1] - clicks[0][1]);
      const metres = Number(known.value);
      if (long > 2 && metres > 0) scale = metres / long;
      clicks = [];
      measuring = false;
      tell();
    } else if (!measuring && clicks.length === 3) {
      const one = box(clicks);
      if (one) boxes.push(one);
      clicks = [];
      tell();
    } else draw();
  });
  measure.addEventListener("click", () => { measuring = true; clicks = []; draw(); });
  back.addEventListener("click", () => { if (clicks.length) clicks = []; else boxes.pop(); tell(); });
  clear.addEventListener("click", () => { boxes = []; clicks = []; tell(); });
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const url = URL.createObjectURL(chosen);
    const loaded = new Image();
    loaded.onload = () => { image = loaded; URL.revokeObjectURL(url); draw(); };
    loaded.src = url;
  });
  draw();
}
export default { render };
