// <model-view>: lets one turn a model (model-viewer, fetched when it is needed). Without this script, or without WebGL, its picture and its
// description remain. The library brings its styles as elements, which the content security policy keeps out; they are taken over as sheets.
class ModelView extends HTMLElement {
  async connectedCallback() {
    const frame = this.querySelector(".model-frame");
    const still = frame.querySelector("img");
    try {
      const canvas = document.createElement("canvas");
      if (!canvas.getContext("webgl2")) throw new Error("no WebGL");
      await import(new URL(this.dataset.library, document.baseURI).href);
      const model = document.createElement("model-viewer");
      model.setAttribute("camera-controls", "");
      model.setAttribute("loading", "eager");
      model.setAttribute("interaction-prompt", "none");
      model.setAttribute("touch-action", "pan-y");
      model.setAttribute("alt", this.dataset.label);
      if (still) model.setAttribute("poster", still.currentSrc || still.src);
      model.setAttribute("src", new URL(this.dataset.model, document.baseURI).href);
      const bar = document.createElement("span"); // in place of a bar that would stay
      bar.slot = "progress-bar";
      model.append(bar);
      const loaded = new Promise((resolve, reject) => {
        model.addEventListener("load", resolve, { once: true });
        model.addEventListener("error", reject, { once: true });
      });
      frame.append(model);
      this.dress(model);
      await loaded;
      if (still) still.hidden = true;
      this.toggleAttribute("data-ready", true);
      this.querySelector("[hidden].quiet").hidden = false;
    } catch {
      frame.querySelector("model-viewer")?.remove();
      if (still) still.hidden = false;
      this.querySelector("[role=status]").textContent = this.dataset.failed;
    }
  }

  dress(model) {
    const sheets = [...model.shadowRoot.querySelectorAll("style")].map(style => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style.textContent);
      return sheet;
    });
    model.shadowRoot.adoptedStyleSheets = [...model.shadowRoot.adoptedStyleSheets, ...sheets];
  }
}

customElements.define("model-view", ModelView);
