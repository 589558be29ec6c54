// What stands around the canvas: controls, colours and their legend, what was chosen, and the table of gates. All of it is reached by keyboard.

function make(tag, className, text) {
  const found = document.createElement(tag);
  if (className) found.className = className;
  if (text !== undefined) found.textContent = text;
  return found;
}

function button(text, act, title) {
  const found = make("button", "linli-button", text);
  found.type = "button";
  if (title) {
    found.title = title;
    found.setAttribute("aria-label", title);
  }
  found.addEventListener("click", act);
  return found;
}

// The "?" of a number, which opens what it is and where it comes from.
function question(said, title) {
  const found = make("details", "linli-question"), sign = make("summary", "", "?");
  sign.setAttribute("aria-label", title);
  found.append(sign, make("span", "", said));
  return found;
}

function labelled(text, control) {
  const found = make("label", "linli-field");
  found.append(make("span", "", text), control);
  return found;
}

function choice(options, act) {
  const found = make("select");
  for (const [value, text] of options) {
    const option = make("option", "", text);
    option.value = value;
    found.append(option);
  }
  found.addEventListener("change", () => act(found.value));
  return found;
}

// Play, pause, step, speed, week; colours; zoom. `show(state)` brings them up to date.
function makeControls(words, send, actions, playable) {
  const root = make("div", "linli-controls");
  root.setAttribute("role", "toolbar");
  root.setAttribute("aria-label", words.controls);
  const play = button(words.play, () => send({ do: play.dataset.playing ? "pause" : "play" }));
  play.dataset.test = "play";
  const step = button(words.step, () => send({ do: "step" }));
  step.dataset.test = "step";
  const speed = choice(words.speeds.map((one) => [one.value, one.text]), (value) => send({ do: "speed", speed: Number(value) }));
  const slider = make("input");
  slider.type = "range";
  slider.min = 0;
  slider.step = 1;
  const week = make("input", "linli-week");
  week.type = "number";
  week.min = 0;
  let held = false;
  slider.addEventListener("input", () => {
    held = true;
    week.value = slider.value;
  });
  const jump = (value) => {
    held = false;
    if (value !== "" && Number.isFinite(Number(value))) send({ do: "jump", week: Math.round(Number(value)) });
  };
  slider.addEventListener("change", () => jump(slider.value));
  week.addEventListener("focus", () => (held = true));
  week.addEventListener("blur", () => (held = false));
  week.addEventListener("change", () => jump(week.value));
  week.addEventListener("keydown", (event) => {
    if (event.key === "Enter") jump(week.value);
  });
  const colours = choice(words.colourings.map((one, k) => [k, one.title]), (value) => actions.colour(Number(value)));
  colours.dataset.test = "colouring";
  slider.setAttribute("aria-label", words.week);
  if (playable) root.append(play, step, labelled(words.speed, speed), labelled(words.week, slider), week);
  root.append(
    labelled(words.colour, colours),
    button("+", () => actions.zoom(1.4), words.zoomIn), button("−", () => actions.zoom(1 / 1.4), words.zoomOut), button(words.fit, actions.fit),
  );
  week.setAttribute("aria-label", words.week);
  return {
    root,
    show(state) {
      play.dataset.playing = state.playing ? "1" : "";
      play.textContent = state.playing ? words.pause : words.play;
      const off = !state.ready;
      for (const one of [play, step, slider, week]) one.disabled = off;
      step.disabled = play.disabled = off || state.week >= state.weeks;
      if (String(state.speed) !== speed.value) speed.value = String(state.speed);
      slider.max = week.max = state.weeks;
      if (!held) {
        slider.value = state.week;
        week.value = state.week;
      }
    },
    colour(k) {
      colours.value = String(k);
    },
  };
}

function makeLegend(words) {
  const root = make("div", "linli-legend");
  let counts = [];
  return {
    root,
    show(colouring, dots, n) {
      const { classes } = words.colourings[colouring];
      if (root.dataset.colouring !== String(colouring)) {
        root.dataset.colouring = String(colouring);
        root.replaceChildren();
        counts = classes.map((one) => {
          const line = make("span", "linli-class"), dot = make("span", "linli-dot"), count = make("b");
          dot.style.background = one.colour;
          line.append(dot, make("span", "", one.text), count);
          root.append(line);
          return count;
        });
        for (const one of words.signs) {
          const line = make("span", "linli-class"), dot = make("span", `linli-sign linli-${one.sign}`);
          line.append(dot, make("span", "", one.text));
          root.append(line);
        }
      }
      if (!dots) return;
      const found = new Array(classes.length).fill(0);
      for (let i = 0; i < n; i++) found[dots[colouring * n + i]]++;
      counts.forEach((count, k) => (count.textContent = found[k].toLocaleString("en-US")));
    },
  };
}

// What a click told. Each person named is a button that chooses them.
function makeTold(words, choose) {
  const root = make("section", "linli-told");
  root.setAttribute("aria-label", words.chosen);
  root.tabIndex = -1;
  let before = "";
  return {
    root,
    show(told) {
      const now = JSON.stringify(told);
      if (now === before) return;
      before = now;
      const kept = root.scrollTop, same = root.dataset.chosen === `${told.kind} ${told.index}`;
      root.dataset.chosen = `${told.kind} ${told.index}`;
      root.replaceChildren();
      if (told.title) {
        const head = make("div", "linli-head");
        head.append(make("h3", "", told.title), button("×", () => choose(null, -1), words.close));
        root.append(head);
      }
      for (const line of told.lines) root.append(make("p", "", line));
      for (const list of told.lists || []) {
        root.append(make("h4", "", list.title));
        if (!list.people.length) root.append(make("p", "linli-none", list.empty));
        const lines = make("ul");
        for (const person of list.people) {
          const line = make("li"), one = button(person.text, () => choose("resident", person.row));
          one.className = "linli-link";
          line.append(one, make("div", "linli-more", person.more));
          lines.append(line);
        }
        root.append(lines);
      }
      root.scrollTop = same ? kept : 0;
    },
  };
}

// The map in words: a table of gates, sorted by any column, from which a gate can be chosen.
function makeTable(words, choose) {
  const root = make("details", "linli-gates"), table = make("table"), body = make("tbody");
  root.append(make("summary", "", words.table));
  const caption = make("caption", "", words.tableCaption), line = make("tr"), head = make("thead");
  let by = 0, down = false, ground = null, gates = null, asked = 0;
  const heads = words.columns.map((text, k) => {
    const cell = make("th"), sort = button(text, () => {
      down = by === k ? !down : k > 0;
      by = k;
      fill();
    });
    sort.className = "linli-link";
    cell.scope = "col";
    cell.append(sort);
    if (words.meanings[k]) cell.append(question(words.meanings[k], `${words.what}${text}`));
    line.append(cell);
    return cell;
  });
  head.append(line);
  table.append(caption, head, body);
  root.append(table);
  const width = words.columns.length - 2;
  // Column 0 is the gate, 1 its building, then the columns of the frame.
  const value = (k, gate) => (k === 0 ? gate + 1 : k === 1 ? ground.buildings[gate] : gates[gate * width + k - 2]);
  const written = (k, number) => (k === 3 ? number.toFixed(1) : k === 6 && number < 0 ? words.none : String(number));
  function fill() {
    asked = performance.now();
    if (!root.open || !ground || !gates) return;
    heads.forEach((cell, k) => cell.setAttribute("aria-sort", k === by ? (down ? "descending" : "ascending") : "none"));
    const order = [...Array(ground.gates).keys()];
    order.sort((a, b) => (value(by, a) - value(by, b)) * (down ? -1 : 1) || a - b);
    while (body.rows.length > order.length) body.deleteRow(-1);
    order.forEach((gate, place) => {
      const row = body.rows[place] || body.insertRow();
      if (!row.cells.length) {
        const cell = make("th"), one = button("", () => choose("gate", Number(row.dataset.gate)));
        one.className = "linli-link";
        cell.scope = "row";
        cell.append(one);
        row.append(cell);
        for (let k = 1; k < words.columns.length; k++) row.insertCell();
      }
      row.dataset.gate = gate;
      row.cells[0].firstChild.textContent = String(gate + 1);
      for (let k = 1; k < words.columns.length; k++) row.cells[k].textContent = written(k, value(k, gate));
    });
  }
  root.addEventListener("toggle", fill);
  return {
    root,
    show(newGround, newGates, playing) {
      ground = newGround;
      gates = newGates;
      if (!playing || performance.now() - asked > 1000) fill();
    },
  };
}
