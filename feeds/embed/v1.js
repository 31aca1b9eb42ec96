/* Frames of /embed/ as high as what they hold; <parvis-programme src="address of an embed"> shows it in the page itself. */
(() => {
  const here = new URL(document.currentScript.src).origin;
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${here}/embed/`));
  addEventListener("message", (event) => {
    const height = event.data && event.data.parvisHeight;
    if (event.origin !== here || !(height > 0)) return;
    for (const frame of frames()) {
      if (frame.contentWindow === event.source) frame.style.height = `${Math.min(height, 20000)}px`;
    }
  });
  // A frame that was here first has told its height to nobody.
  for (const frame of frames()) frame.contentWindow.postMessage({ parvisAsks: "height" }, "*");
  if (customElements.get("parvis-programme")) return;
  customElements.define("parvis-programme", class extends HTMLElement {
    async connectedCallback() {
      try {
        const address = new URL(this.getAttribute("src"), document.baseURI);
        if (address.origin !== here) return;
        address.pathname = address.pathname.replace(/\/?$/, "/fragment.html");
        const answer = await fetch(address, { credentials: "omit" });
        if (answer.ok) this.innerHTML = await answer.text();
      } catch {
        // What stands inside the element, a link, stays.
      }
    }
  });
})();
