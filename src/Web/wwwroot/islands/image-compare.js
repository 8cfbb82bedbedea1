// <image-compare>: opens the pictures side by side for deep zoom (OpenSeadragon) and moves, enlarges and turns them together. The
// address of a view can be shared: #view=x,y,zoom,degrees, the middle in parts of the picture. Without this script the pictures stand
// still and link to their zoom by links.
import { load } from "./load-script.js";

class ImageCompare extends HTMLElement {
  async connectedCallback() {
    const sides = [...this.querySelectorAll(".compare-side[data-info]")];
    if (sides.length < 2) return;
    const seadragon = await load(this.dataset.library, "OpenSeadragon");
    this.viewers = (await Promise.all(sides.map(side => this.open(seadragon, side)))).filter(viewer => viewer);
    if (this.viewers.length === 0) return;
    this.tools = this.querySelector(".compare-tools");
    this.tools.hidden = false;
    this.tools.addEventListener("click", event => this.act(event.target.closest("button")));
    this.together = this.tools.querySelector("[data-do=together]");
    this.together.addEventListener("change", () => this.follow(this.viewers[0]));
    for (const viewer of this.viewers) {
      for (const event of ["zoom", "pan", "rotate"]) viewer.addHandler(event, () => this.follow(viewer));
    }
    const shared = (new URLSearchParams(location.hash.slice(1)).get("view") ?? "").split(",").map(Number);
    if (shared.length === 4 && shared.every(Number.isFinite)) this.go(this.viewers, shared, true);
    this.toggleAttribute("data-ready", true);
  }

  open(seadragon, side) {
    const canvas = side.querySelector(".compare-canvas");
    const still = canvas.querySelector("a");
    const frame = document.createElement("div");
    frame.className = "compare-viewer";
    canvas.append(frame);
    const viewer = seadragon({
      element: frame,
      tileSources: new URL(side.dataset.info, document.baseURI).href,
      showNavigationControl: false,
      drawer: "canvas",
      maxZoomPixelRatio: 4,
      visibilityRatio: 0.4,
      animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.4,
      gestureSettingsTouch: { pinchRotate: false },
    });
    viewer.canvas.setAttribute("role", "application");
    viewer.canvas.setAttribute("aria-label", canvas.getAttribute("aria-label"));
    return new Promise(resolve => {
      viewer.addOnceHandler("open", () => { still.hidden = true; frame.toggleAttribute("data-ready", true); resolve(viewer); });
      viewer.addOnceHandler("open-failed", () => { frame.remove(); resolve(null); }); // its picture stands still
    });
  }

  // Where a viewer looks: the middle in parts of its picture, how much nearer than the whole, how far turned.
  place(viewer) {
    const size = viewer.world.getItemAt(0)?.getContentSize();
    if (!size) return null;
    const middle = viewer.viewport.viewportToImageCoordinates(viewer.viewport.getCenter());
    return [middle.x / size.x, middle.y / size.y, viewer.viewport.getZoom() / viewer.viewport.getHomeZoom(), viewer.viewport.getRotation()];
  }

  go(viewers, [x, y, zoom, degrees], at) {
    this.moving = true;
    for (const viewer of viewers) {
      const size = viewer.world.getItemAt(0)?.getContentSize();
      if (!size) continue;
      viewer.viewport.setRotation(degrees, at);
      viewer.viewport.zoomTo(viewer.viewport.getHomeZoom() * zoom, null, at);
      viewer.viewport.panTo(viewer.viewport.imageToViewportCoordinates(x * size.x, y * size.y), at);
    }
    this.moving = false;
  }

  follow(leader) {
    if (this.moving || !this.together.checked) return;
    const place = this.place(leader);
    if (place) this.go(this.viewers.filter(viewer => viewer !== leader), place, false);
  }

  async act(button) {
    const first = this.viewers[0];
    const all = this.together.checked ? [first] : this.viewers;
    for (const viewer of all) {
      const viewport = viewer.viewport;
      switch (button?.dataset.do) {
        case "in": viewport.zoomBy(1.6); break;
        case "out": viewport.zoomBy(1 / 1.6); break;
        case "home": viewport.setRotation(0); viewport.goHome(); break;
        case "turn": viewport.setRotation(viewport.getRotation() + 90); break;
      }
      viewport.applyConstraints();
    }
    if (button?.dataset.do === "share") {
      history.replaceState(null, "", `${location.pathname}${location.search}#view=${this.place(first).map(n => +n.toFixed(5)).join(",")}`);
      await navigator.clipboard?.writeText(location.href).catch(() => {});
      this.tools.querySelector("[role=status]").textContent = button.dataset.done;
    }
  }
}

customElements.define("image-compare", ImageCompare);
