// In a frame: tell the page around how high this one is, when that changes and when it asks; WordPress has words of its own for it,
// and opens links itself. Its secret may come behind the "#" only once this page is here.
const secret = () => (location.hash.match(/secret=(\w+)/) || [])[1];
const tell = () => {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ parvisHeight: height }, "*");
  if (secret()) parent.postMessage({ message: "height", value: height, secret: secret() }, "*");
};
// At once too: WordPress hides the frame until it has spoken, and nothing is observed in a hidden one.
tell();
new ResizeObserver(tell).observe(document.documentElement);
addEventListener("hashchange", tell);
addEventListener("message", ({ source, data }) => {
  if (source !== parent || !data) return;
  const isReady = data.message === "ready" && secret() && data.secret === secret();
  if (isReady || data.parvisAsks === "height") tell();
});
addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || !secret() || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  parent.postMessage({ message: "link", value: link.href, secret: secret() }, "*");
});
