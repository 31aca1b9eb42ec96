/* Frames of /embed/ as high as what they hold; <parvis-programme src="address of an embed"> shows it in the page itself. */
(() => {
  const here = new URL(document.currentScript.src).origin;
  addEventListener("message", (event) => {
    const height = event.data && event.data.parvisHeight;
    if (event.origin !== here || !(height > 0)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source) frame.style.height = `${Math.min(height, 20000)}px`;
    }
  });
  if (customElements.get("parvis-programme")) return;
  customElements.define("parvis-programme", class extends HTMLElement {
    async connectedCallback() {
      const address = new URL(this.getAttribute("src"));
      if (address.origin !== here) return;
      address.pathname += "fragment.html";
      try {
        const answer = await fetch(address, { credentials: "omit" });
        if (answer.ok) this.innerHTML = await answer.text();
      } catch {
        // What stands inside the element, a link, stays.
      }
    }
  });
})();
