// Where one looks: pan, zoom, and which point of the ground lies under which pixel. Metres go north upwards.

const MOST_SCALE = 90;

function makeCamera() {
  return { x: 0, y: 0, scale: 1, least: 0.05, width: 1, height: 1, ratio: 1 };
}

function fit(camera, box) {
  const [left, low, right, high] = box;
  camera.scale = Math.min(camera.width / Math.max(right - left, 1), camera.height / Math.max(high - low, 1));
  camera.least = camera.scale * 0.5;
  camera.x = (left + right) / 2;
  camera.y = (low + high) / 2;
}

function toScreen(camera, x, y) {
  return [(x - camera.x) * camera.scale + camera.width / 2, camera.height / 2 - (y - camera.y) * camera.scale];
}

function toGround(camera, px, py) {
  return [(px - camera.width / 2) / camera.scale + camera.x, (camera.height / 2 - py) / camera.scale + camera.y];
}

function pan(camera, dx, dy) {
  camera.x -= dx / camera.scale;
  camera.y += dy / camera.scale;
}

// Zoom by a factor, the point under the pixel stays where it is.
function zoom(camera, factor, px = camera.width / 2, py = camera.height / 2) {
  const [x, y] = toGround(camera, px, py);
  camera.scale = Math.min(MOST_SCALE, Math.max(camera.least, camera.scale * factor));
  camera.x = x - (px - camera.width / 2) / camera.scale;
  camera.y = y - (camera.height / 2 - py) / camera.scale;
}

// Let a pointer, two fingers, the wheel and the keyboard move the camera; `moved` is told of every change, `clicked` of a click.
function listen(canvas, camera, { moved, clicked, key }) {
  const pointers = new Map();
  let travelled = 0;
  let apart = 0;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event));
    travelled = pointers.size > 1 ? 1e9 : 0;
    apart = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const [px, py] = pointers.get(event.pointerId);
    const [qx, qy] = place(event);
    pointers.set(event.pointerId, [qx, qy]);
    travelled += Math.abs(qx - px) + Math.abs(qy - py);
    if (pointers.size === 2) {
      const [[ax, ay], [bx, by]] = [...pointers.values()];
      const now = Math.hypot(ax - bx, ay - by);
      if (apart > 0 && now > 0) zoom(camera, now / apart, (ax + bx) / 2, (ay + by) / 2);
      apart = now;
      pan(camera, (qx - px) / 2, (qy - py) / 2);
      moved();
    } else if (travelled > 4) {
      pan(camera, qx - px, qy - py);
      moved();
    }
  });
  const up = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (event.type === "pointerup" && travelled <= 4) clicked(...place(event));
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  // The wheel scrolls the page unless the map has been chosen, so that nobody is caught in it.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas && canvas.getRootNode().activeElement !== canvas) return;
    event.preventDefault();
    zoom(camera, Math.exp(-event.deltaY * 0.0015), ...place(event));
    moved();
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (steps[event.key]) pan(camera, ...steps[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(camera, 1.3);
    else if (event.key === "-" || event.key === "_") zoom(camera, 1 / 1.3);
    else if (!key(event.key)) return;
    event.preventDefault();
    moved();
  });
}
