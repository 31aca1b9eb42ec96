// A front end of one page: ?api=ADDRESS OF /api/v1&lang=CODE, and &token=... for one draft. It knows nothing but what the API's documentation says.
const asked = new URLSearchParams(location.search);
const api = asked.get("api");
const language = asked.get("lang") || "en";
const status = document.querySelector("[role=status]");

const ask = async (path, query = {}) => {
  const answer = await fetch(`${api}/${path}?${new URLSearchParams(query)}`, { credentials: "omit" });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
};

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const when = ({ starts_at, timezone }) =>
  new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone: timezone }).format(new Date(starts_at));

const session = (each) => {
  const line = document.createElement("li");
  const link = element("a", each.title, { href: each.url, lang: each.language });
  line.append(element("time", when(each), { datetime: each.starts_at }), " ", link);
  if (each.is_fallback) line.append(` [${each.language.toUpperCase()}]`);
  if (each.status !== "confirmed") line.append(" ", element("strong", each.status));
  line.append(" ", element("small", each.organisations.map(({ name }) => name).join(", ")));
  return line;
};

const show = async () => {
  const languages = (await ask("languages")).items;
  const own = languages.find(({ code }) => code === language);
  document.documentElement.lang = language;
  document.documentElement.dir = own ? own.direction : "ltr";
  const links = languages.map(({ code, name }) =>
    element("a", name, { href: `?${new URLSearchParams({ api, lang: code })}`, lang: code }));
  document.querySelector("nav").replaceChildren(...links.flatMap((link) => [link, " "]));
  const token = asked.get("token");
  if (token) {
    const { item } = await ask(`drafts/${encodeURIComponent(token)}`);
    document.querySelector("ol").replaceChildren(session(item));
    status.textContent = "Draft";
    return;
  }
  const { items, count } = await ask("sessions", { lang: language, order: "starts_at", limit: 20 });
  document.querySelector("ol").replaceChildren(...items.map(session));
  status.textContent = `${items.length} of ${count}`;
};

show().catch((error) => { status.textContent = error.message; });
