// <image-viewer>: opens a photograph for deep zoom in its own place (OpenSeadragon, fetched when it is first needed). The address of a
// view can be shared: #view=name,x,y,w,h in parts of the image. Without this script the picture links to a page that zooms by links.
import { load } from "./load-script.js";

class ImageViewer extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", event => {
      const figure = event.target.closest(".object-image-link")?.closest("figure");
      if (!figure || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.open(figure);
    });
    // Details of the photographs stand beside this element; a click on one goes there.
    this.parentElement.addEventListener("click", event => {
      const detail = event.target.closest("a[data-view]");
      if (!detail || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.go(detail.dataset.view);
    });
    this.go(new URLSearchParams(location.hash.slice(1)).get("view") ?? "");
  }

  go(place) {
    const [name, ...view] = place.split(",");
    const shared = name && [...this.querySelectorAll("figure")].find(figure => figure.dataset.name === name);
    if (shared) this.open(shared, view.map(Number));
  }

  async open(figure, view) {
    const seadragon = await load(this.dataset.library, "OpenSeadragon");
    this.close();
    this.frame = this.querySelector("template").content.firstElementChild.cloneNode(true);
    this.figure = figure;
    figure.toggleAttribute("data-open", true);
    this.prepend(this.frame);
    this.viewer = seadragon({
      element: this.frame.querySelector(".viewer-canvas"),
      tileSources: new URL(figure.dataset.info, document.baseURI).href,
      showNavigationControl: false,
      drawer: "canvas",
      maxZoomPixelRatio: 4,
      visibilityRatio: 0.6,
      animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.6,
      gestureSettingsTouch: { pinchRotate: false },
    });
    const canvas = this.viewer.canvas;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", this.frame.getAttribute("aria-label"));
    this.viewer.addOnceHandler("open", () => {
      this.frame.toggleAttribute("data-ready", true);
      if (view?.length === 4 && view.every(Number.isFinite)) this.viewer.viewport.fitBounds(this.rectangle(seadragon, view), true);
      canvas.focus();
    });
    for (const event of ["update-viewport", "open"]) this.viewer.addHandler(event, () => this.scale());
    this.frame.addEventListener("click", event => this.act(event.target.closest("button")));
    this.frame.addEventListener("keydown", event => { if (event.key === "Escape" && !document.fullscreenElement) this.act(this.frame.querySelector("[data-do=close]")); });
  }

  close() {
    this.viewer?.destroy();
    this.frame?.remove();
    this.figure?.removeAttribute("data-open");
    this.viewer = this.frame = null;
  }

  act(button) {
    const viewport = this.viewer?.viewport;
    switch (button?.dataset.do) {
      case "in": viewport.zoomBy(1.6); break;
      case "out": viewport.zoomBy(1 / 1.6); break;
      case "home": viewport.setRotation(0); viewport.goHome(); break;
      case "turn": viewport.setRotation(viewport.getRotation() + 90); break;
      case "full": document.fullscreenElement ? document.exitFullscreen() : this.frame.requestFullscreen?.(); break;
      case "share": this.share(button); break;
      case "state": this.state(button); break;
      case "close": {
        const figure = this.figure;
        this.close();
        history.replaceState(null, "", location.pathname + location.search);
        figure.querySelector("a").focus();
        break;
      }
    }
    viewport?.applyConstraints();
  }

  async share(button) {
    const size = this.viewer.world.getItemAt(0).getContentSize();
    const seen = this.viewer.viewport.viewportToImageRectangle(this.viewer.viewport.getBounds());
    const parts = [seen.x / size.x, seen.y / size.y, seen.width / size.x, seen.height / size.y].map(n => +n.toFixed(5));
    history.replaceState(null, "", `${location.pathname}${location.search}#view=${[this.figure.dataset.name, ...parts].join(",")}`);
    await navigator.clipboard?.writeText(location.href).catch(() => {});
    this.frame.querySelector("[role=status]").textContent = button.dataset.done;
  }

  // The same view as a IIIF content state: other viewers, and iiif/view here, open it.
  async state(button) {
    const manifest = new URL(this.dataset.manifest.replace(/^.*?iiif\//, "/iiif/"), location.origin).href;
    const seen = this.viewer.viewport.viewportToImageRectangle(this.viewer.viewport.getBounds());
    const size = this.viewer.world.getItemAt(0).getContentSize();
    const whole = Number(this.figure.querySelector("img").getAttribute("width")) / size.x;
    const [left, top] = [Math.max(0, seen.x), Math.max(0, seen.y)];
    const box = [left, top, Math.min(size.x, seen.x + seen.width) - left, Math.min(size.y, seen.y + seen.height) - top].map(n => Math.max(0, Math.round(n * whole)));
    const content = JSON.stringify({
      id: `${manifest}/canvas/${this.figure.dataset.name}#xywh=${box.join(",")}`, type: "Canvas", partOf: [{ id: manifest, type: "Manifest" }],
    });
    const encoded = btoa(encodeURIComponent(content)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const link = new URL(`iiif/view?iiif-content=${encoded}`, document.baseURI).href;
    this.frame.dataset.state = link;
    await navigator.clipboard?.writeText(link).catch(() => {});
    this.frame.querySelector("[role=status]").textContent = button.dataset.done;
  }

  rectangle(seadragon, [x, y, width, height]) {
    const size = this.viewer.world.getItemAt(0).getContentSize();
    return this.viewer.viewport.imageToViewportRectangle(new seadragon.Rect(x * size.x, y * size.y, width * size.x, height * size.y));
  }

  // A bar of a round length, where the file says how many pixels an inch of the object has.
  scale() {
    const ppi = Number(this.figure.dataset.ppi);
    const bar = this.frame?.querySelector(".viewer-scale");
    if (!ppi || !bar || !this.viewer?.world.getItemCount()) return;
    const shown = this.viewer.world.getItemAt(0).getContentSize().x / Number(this.figure.querySelector("img").getAttribute("width"));
    const centimetre = (ppi / 2.54) * shown * this.viewer.viewport.viewportToImageZoom(this.viewer.viewport.getZoom(true));
    const length = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find(l => l * centimetre >= 60) ?? 100;
    bar.hidden = false;
    bar.textContent = length < 1 ? `${length * 10} mm` : `${length} cm`;
    bar.style.inlineSize = `${Math.round(length * centimetre)}px`;
  }
}

customElements.define("image-viewer", ImageViewer);
