// A button that copies, behind every text marked with data-copy. Without it one click selects the text.
if (navigator.clipboard) {
  for (const address of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    const status = document.createElement("span");
    const line = document.createElement("p");
    button.type = "button";
    button.className = "button";
    button.textContent = address.dataset.copy;
    status.setAttribute("role", "status");
    line.className = "actions";
    line.append(button, status);
    address.closest("p, pre").after(line);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address.textContent);
      status.textContent = address.dataset.copied;
    });
  }
}
