// <region-box data-form="detail">: draw a box on the picture; its four numbers, in percent, go into the form. Without this script the
// numbers are typed.
class RegionBox extends HTMLElement {
  connectedCallback() {
    this.picture = this.querySelector("img");
    this.form = [...document.forms].find(form => form.elements.namedItem("_handler")?.value === this.dataset.form);
    if (!this.form) return;
    this.fields = ["X", "Y", "Wide", "High"].map(name => this.form.elements.namedItem(name));
    this.box = document.createElement("span");
    this.box.className = "region-drawn";
    this.frame = document.createElement("span");
    this.frame.className = "region-frame";
    this.picture.before(this.frame);
    this.frame.append(this.picture, this.box);
    this.picture.draggable = false;
    this.querySelector("[hidden]").hidden = false;
    this.frame.addEventListener("pointerdown", event => this.begin(event));
    for (const field of this.fields) field.addEventListener("input", () => this.show());
    this.show();
  }

  begin(event) {
    event.preventDefault();
    const from = this.at(event);
    const move = event => {
      const to = this.at(event);
      this.set([Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(from.x - to.x), Math.abs(from.y - to.y)]);
    };
    const end = () => {
      this.frame.removeEventListener("pointermove", move);
      this.frame.removeEventListener("pointerup", end);
      this.frame.removeEventListener("pointercancel", end);
    };
    this.frame.setPointerCapture(event.pointerId);
    this.frame.addEventListener("pointermove", move);
    this.frame.addEventListener("pointerup", end);
    this.frame.addEventListener("pointercancel", end);
  }

  at(event) {
    const edge = this.picture.getBoundingClientRect();
    const part = (place, from, length) => Math.min(100, Math.max(0, ((place - from) / length) * 100));
    return { x: part(event.clientX, edge.left, edge.width), y: part(event.clientY, edge.top, edge.height) };
  }

  set(numbers) {
    if (numbers[2] < 0.2 || numbers[3] < 0.2) return;
    this.fields.forEach((field, i) => { field.value = numbers[i].toFixed(2); });
    this.show();
  }

  show() {
    const [x, y, width, height] = this.fields.map(field => Number(field.value));
    this.box.hidden = !(width > 0 && height > 0);
    Object.assign(this.box.style, { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` });
  }
}

customElements.define("region-box", RegionBox);
