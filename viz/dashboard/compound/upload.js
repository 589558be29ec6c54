// Files that a person hands in: a plain file field, read in the browser and given to the page's own server in one message a file.
function render({ model, el }) {
  const label = document.createElement("label");
  // The browser's own words on a file field are in its language and not in the page's: the field lies unseen over a label that looks like a button.
  label.style.cssText = "position:relative;display:inline-flex;align-items:center;min-height:2.75rem;padding:.4rem 1rem;border:1px solid #111827;border-radius:4px";
  const text = document.createElement("span");
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = ".geojson,.json,.csv,.tsv,.txt,.xlsx";
  input.dataset.testid = model.get("testid");
  input.style.cssText = "position:absolute;inset:0;opacity:0;width:100%;cursor:pointer";
  input.addEventListener("focus", () => { label.style.outline = "3px solid #1d4ed8"; });
  input.addEventListener("blur", () => { label.style.outline = ""; });
  label.append(text, input);
  el.append(label);
  const say = () => { text.textContent = model.get("label"); };
  say();
  model.on("change:label", say);
  input.addEventListener("change", async () => {
    const files = [...input.files];
    const most = model.get("largest");
    for (const [at, file] of files.entries()) {
      // A file that is too large is not read: its size alone is told.
      const raw = file.size > most ? new ArrayBuffer(0) : await file.arrayBuffer();
      model.send({ name: file.name, size: file.size, at, all: files.length }, undefined, [raw]);
    }
    input.value = "";
  });
}
export default { render };
