// <spot-picker data-form="spot">: a click on the picture fills the two numbers of the form. Without this script they are typed.
class SpotPicker extends HTMLElement {
  connectedCallback() {
    const form = [...document.forms].find(form => form.elements.namedItem("_handler")?.value === this.dataset.form);
    if (!form) return;
    const picture = this.querySelector("img");
    picture.addEventListener("click", event => {
      const edge = picture.getBoundingClientRect();
      form.elements.namedItem("X").value = (((event.clientX - edge.left) / edge.width) * 100).toFixed(2);
      form.elements.namedItem("Y").value = (((event.clientY - edge.top) / edge.height) * 100).toFixed(2);
      form.elements.namedItem("LabelZh").focus();
    });
  }
}

customElements.define("spot-picker", SpotPicker);
