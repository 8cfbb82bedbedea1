// <passkey-form question="address" failed="sentence" hidden>: asks our server what to ask the device, asks the device, and sends its
// answer with the form inside. Stays hidden in browsers that cannot.
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
    this.hidden = false;
    this.querySelector('form').addEventListener('submit', event => this.#ask(event));
  }

  async #ask(event) {
    const form = event.target;
    const field = form.querySelector('[data-credential]');
    if (field.value) return;
    event.preventDefault();
    try {
      const question = await fetch(this.getAttribute('question'), { method: 'POST', headers: { accept: 'application/json' } });
      if (!question.ok) throw new Error(`the question failed: ${question.status}`);
      const options = await question.json();
      const answer = options.rp
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      field.value = JSON.stringify(answer);
      form.requestSubmit();
    } catch (error) {
      console.warn(error);
      this.querySelector('[role=status]').textContent = this.getAttribute('failed');
    }
  }
}

customElements.define('passkey-form', PasskeyForm);
