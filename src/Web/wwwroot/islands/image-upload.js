// <image-upload>: sends the files of its form in parts, each with its own progress; a dropped line costs one part. Files may be dropped
// onto it. Without this script the form sends them all at once.
const part = 8 * 1024 * 1024;
const tries = 20;
const sides = 2;

class ImageUpload extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.list = document.createElement("ul");
    this.list.className = "upload-list";
    const hint = document.createElement("p");
    hint.className = "quiet";
    hint.textContent = this.dataset.drop;
    this.input.after(hint);
    this.form.after(this.list);
    this.form.addEventListener("submit", event => { event.preventDefault(); this.send([...this.input.files]); });
    this.addEventListener("dragover", event => { event.preventDefault(); this.toggleAttribute("data-over", true); });
    this.addEventListener("dragleave", () => this.removeAttribute("data-over"));
    this.addEventListener("drop", event => {
      event.preventDefault();
      this.removeAttribute("data-over");
      this.send([...event.dataTransfer.files]);
    });
  }

  async send(files) {
    if (files.length === 0 || this.busy) return;
    this.busy = true;
    const upload = crypto.randomUUID();
    const order = new Intl.Collator(undefined, { numeric: true });
    const waiting = files.sort((a, b) => order.compare(a.name, b.name)).map(file => ({ file, line: this.line(file) }));
    let failed = 0;
    const work = async () => {
      for (let next; (next = waiting.shift());) {
        if (!await this.sendOne(upload, next.file, next.line)) failed++;
      }
    };
    await Promise.all(Array.from({ length: sides }, work));
    this.busy = false;
    if (failed < files.length) location.assign(new URL(this.dataset.next + upload, document.baseURI));
  }

  line(file) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    name.textContent = file.name;
    bar.max = file.size;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    said.setAttribute("role", "status");
    item.append(name, bar, said);
    this.list.append(item);
    return { bar, said };
  }

  async sendOne(upload, file, line) {
    const query = new URLSearchParams({ upload, name: file.name, size: file.size, changed: file.lastModified });
    if (this.dataset.object) query.set("object", this.dataset.object);
    line.said.textContent = this.dataset.sending;
    for (let failures = 0, got = await this.ask("POST", query), first = true; failures < tries;) {
      if (got === null) {
        failures++;
        line.said.textContent = this.dataset.again;
        await new Promise(resolve => setTimeout(resolve, Math.min(15000, 500 * 2 ** failures)));
        got = await this.ask("POST", query);
        continue;
      }
      if (got.title) {
        line.said.textContent = got.title;
        return false;
      }
      line.bar.value = got.got;
      if (got.image && !first) {
        line.said.textContent = got.number ?? this.dataset.done;
        return true;
      }
      first = false;
      query.set("at", got.got);
      line.said.textContent = this.dataset.sending;
      got = await this.ask("PUT", query, file.slice(got.got, got.got + part));
    }
    line.said.textContent = this.dataset.broken;
    return false;
  }

  // The server's answer; a refusal has a title; null where the line is down.
  async ask(method, query, body) {
    try {
      const token = this.form.querySelector("input[name=__RequestVerificationToken]").value;
      const address = new URL(`${this.dataset.address}?${query}`, document.baseURI);
      const answer = await fetch(address, { method, body, headers: { RequestVerificationToken: token, Accept: "application/json" } });
      return answer.ok || answer.status === 422 ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}

customElements.define("image-upload", ImageUpload);
