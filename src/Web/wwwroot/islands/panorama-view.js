// <panorama-view>: lets one look about in a panorama (Pannellum, fetched when it is needed). Its places are marks in the picture and a
// list below it; each line of the list turns the view there. Without this script, or without WebGL, the flat picture and the list remain.
import { load } from "./load-script.js";

const pictureAt = address => new Promise((resolve, reject) => {
  const picture = new Image();
  picture.onload = () => resolve(picture);
  picture.onerror = reject;
  picture.src = address;
});

class PanoramaView extends HTMLElement {
  async connectedCallback() {
    const flat = this.querySelector(".panorama-flat");
    const frame = document.createElement("div");
    frame.className = "panorama-frame";
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", this.dataset.label);
    try {
      const canvas = document.createElement("canvas");
      if (!(canvas.getContext("webgl") ?? canvas.getContext("experimental-webgl"))) throw new Error("no WebGL");
      const [library, picture] = await Promise.all([load(this.dataset.library, "pannellum"), pictureAt(new URL(this.dataset.picture, document.baseURI).href)]);
      this.prepend(frame);
      this.view = library.viewer(frame, {
        type: "equirectangular",
        panorama: picture,
        dynamic: true,
        dynamicUpdate: true,
        autoLoad: true,
        showControls: true,
        compass: false,
        keyboardZoom: true,
        mouseZoom: "fullscreenonly",
        strings: { loadButtonLabel: "", loadingLabel: "…", bylineLabel: "" },
        hotSpots: this.places().map(place => ({ yaw: place.yaw, pitch: place.pitch, type: "info", text: place.label, clickHandlerFunc: () => this.say(place) })),
      });
      this.view.on("load", () => this.view.setUpdate(false)); // a picture, not a film
      flat.hidden = true;
      this.querySelector(".panorama-how").hidden = false;
      for (const place of this.places()) {
        place.button.hidden = false;
        place.button.addEventListener("click", () => { this.view.lookAt(place.pitch, place.yaw, 70); this.say(place); });
      }
      this.toggleAttribute("data-ready", true);
    } catch {
      frame.remove();
      flat.hidden = false;
      this.querySelector("[role=status]").textContent = this.dataset.failed;
    }
  }

  disconnectedCallback() {
    this.view?.destroy();
  }

  places() {
    return [...this.querySelectorAll(".spots li")].map(line => ({
      yaw: (Number(line.dataset.x) - 50) * 3.6,
      pitch: (50 - Number(line.dataset.y)) * 1.8,
      label: `${line.dataset.number} ${line.querySelector("b").textContent}`,
      button: line.querySelector("button"),
    }));
  }

  say(place) {
    this.querySelector("[role=status]").textContent = place.label;
  }
}

customElements.define("panorama-view", PanoramaView);
