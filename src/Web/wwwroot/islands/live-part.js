// <live-part id="…">: asks for its page again and again and takes over its own part of the answer, until the answer says it is over.
// Without this script the page reloads itself (see the noscript element of the page).
const pause = 1000;

class LivePart extends HTMLElement {
  connectedCallback() {
    this.setAttribute("aria-live", "polite");
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  wait() {
    if (!this.hasAttribute("data-over")) {
      this.timer = setTimeout(() => this.refresh(), pause);
    }
  }

  async refresh() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const news = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(this.id);
      if (answer.ok && news) {
        this.toggleAttribute("data-over", news.hasAttribute("data-over"));
        if (news.innerHTML !== this.innerHTML) this.replaceChildren(...news.childNodes);
      }
    } catch {
      // The line is down for a moment: keep what is shown and ask again.
    }
    this.wait();
  }
}

customElements.define("live-part", LivePart);
