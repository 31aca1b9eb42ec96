/* Three conveniences. Every page says all that it has to say without them. */
(() => {
  "use strict";
  const language = document.documentElement.lang;

  const minutes = (iso) => {
    const [, sign, hours, rest] = /([+-])(\d\d):(\d\d)$/.exec(iso) || [0, "+", 0, 0];
    return (sign === "-" ? -1 : 1) * (hours * 60 + Number(rest));
  };

  const pad = (number) => String(number).padStart(2, "0");
  const clock = (moment) => `${pad(moment.getHours())}:${pad(moment.getMinutes())}`;
  /* Made once, and where it is needed: that takes a phone longer than the rest of this file. */
  const formats = {};
  const formatted = (moment, name, value) =>
    (formats[name] ??= new Intl.DateTimeFormat(language, { [name]: value })).formatToParts(moment);

  /* The reader's own time, where no clock on the page shows it already; with the date where it is another day there. */
  for (const line of document.querySelectorAll(".yours[data-start]")) {
    const { start, end } = line.dataset;
    const moment = new Date(start);
    const shown = [...line.parentElement.querySelectorAll("time")].map((time) => minutes(time.dateTime));
    if (shown.includes(-moment.getTimezoneOffset())) continue;
    line.querySelector(".times").textContent = `${clock(moment)}-${clock(new Date(end))}`;
    const zone = formatted(moment, "timeZoneName", "long").find((part) => part.type === "timeZoneName").value;
    const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
    const date = start.startsWith(day) ? [] : formatted(moment, "dateStyle", "full");
    const said = date.map((part) => part.value).join("");
    line.querySelector(".place").textContent = said ? `, ${said}, ${zone}` : `, ${zone}`;
    line.hidden = false;
  }

  /* What becomes true while the page is open is said once. */
  for (const line of document.querySelectorAll(".flip[data-at]")) {
    const wait = new Date(line.dataset.at) - Date.now();
    if (wait > 0 && wait < 864e5) setTimeout(() => (line.textContent = line.dataset.words), wait);
  }

  /* A replay plays here once it is asked for; before that, nothing is loaded from its host. */
  for (const button of document.querySelectorAll("button[data-player]")) {
    const part = button.closest(".replay");
    button.hidden = false;
    for (const note of part.querySelectorAll("[data-with-player]")) note.hidden = false;
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.src = button.dataset.player;
      frame.title = button.dataset.title;
      frame.className = "player";
      frame.allow = "fullscreen; picture-in-picture";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      button.closest("p").before(frame);
      button.remove();
      frame.focus();
    });
  }
})();
