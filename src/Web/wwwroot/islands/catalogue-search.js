// <catalogue-search data-from="catalogue/suggest">: proposes words and objects below the box while one types. Without it the box is a box.
const patience = 150;

class CatalogueSearch extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("input");
    this.list = document.createElement("ul");
    this.list.className = "picker";
    this.list.id = "catalogue-suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.querySelector("label").textContent);
    this.list.hidden = true;
    this.append(this.list);
    this.box.setAttribute("role", "combobox");
    this.box.setAttribute("aria-autocomplete", "list");
    this.box.setAttribute("aria-controls", this.list.id);
    this.box.setAttribute("aria-expanded", "false");
    this.box.addEventListener("input", () => this.wait());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), patience);
  }

  async ask() {
    const typed = this.box.value.trim();
    if (typed === "") return this.close();
    this.asked = typed;
    try {
      const answer = await fetch(`${this.dataset.from}${this.dataset.from.includes("?") ? "&" : "?"}q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      const found = answer.ok ? await answer.json() : [];
      if (this.asked === typed && document.activeElement === this.box) this.show(found);
    } catch {
      this.close();
    }
  }

  show(found) {
    this.at = -1;
    this.list.replaceChildren(...found.map((one, i) => {
      const line = document.createElement("li");
      line.id = `catalogue-suggestion-${i}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      const text = document.createElement("span");
      text.textContent = one.text;
      const note = document.createElement("small");
      note.textContent = one.note ?? "";
      line.append(text, note);
      line.addEventListener("mousedown", (event) => {
        event.preventDefault();
        this.take(one);
      });
      return line;
    }));
    this.found = found;
    this.list.hidden = found.length === 0;
    this.box.setAttribute("aria-expanded", String(found.length > 0));
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.mark((this.at + (event.key === "ArrowDown" ? 1 : this.found.length)) % this.found.length);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.take(this.found[this.at]);
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((line, i) => line.setAttribute("aria-selected", String(i === at)));
    this.box.setAttribute("aria-activedescendant", this.list.children[at].id);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }

  take(one) {
    this.close();
    if (one.href) {
      location.href = one.href;
    } else {
      this.box.value = one.text;
      this.closest("form").requestSubmit();
    }
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}

customElements.define("catalogue-search", CatalogueSearch);
