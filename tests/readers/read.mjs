// Prints what each reader makes of the files it is given: {file: {reader: value}}. Dates are ISO 8601 in UTC.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The packages lie in the folder from which this is started, not beside this file.
const require = createRequire(pathToFileURL(`${process.cwd()}/index.js`));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const ICAL = (await load("ical.js")).default;
const nodeIcal = (await load("node-ical")).default;
const RssParser = (await load("rss-parser")).default;
const { parseFeed, parseOpml } = await load("feedsmith");

const instant = (date) => date.toISOString().replace(".000", "");

function icalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  return events.map((event) => ({
    uid: event.uid,
    start: instant(event.startDate.toJSDate()),
    end: instant(event.endDate.toJSDate()),
    summary: event.summary,
    description: event.description,
  }));
}

function nodeIcalEvents(text) {
  const value = (property) => (property && property.val !== undefined ? property.val : property);
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((each) => each.type === "VEVENT");
  return events.map((event) => ({
    uid: event.uid,
    start: instant(event.start),
    end: instant(event.end),
    summary: value(event.summary),
    description: value(event.description),
  }));
}

async function rssParser(text) {
  const feed = await new RssParser().parseString(text);
  return feed.items.map((item) => ({ id: item.guid ?? item.id, title: item.title, link: item.link }));
}

function feedsmith(text) {
  const { format, feed } = parseFeed(text);
  const items = feed.items ?? feed.entries ?? [];
  return items.map((item) => ({
    id: item.guid?.value ?? item.id,
    title: item.title?.value ?? item.title,
    link: item.link ?? item.url ?? item.links?.[0]?.href,
  }));
}

function opml(text) {
  const titles = (outlines) => outlines.flatMap((each) => (each.outlines ? titles(each.outlines) : [each.text]));
  return titles(parseOpml(text).body.outlines);
}

const read = {};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".ics")) {
    read[file] = { "ical.js": icalJs(text), "node-ical": nodeIcalEvents(text) };
  } else if (file.endsWith(".opml")) {
    read[file] = { feedsmith: opml(text) };
  } else if (file.endsWith(".json")) {
    read[file] = { feedsmith: feedsmith(text) };
  } else {
    read[file] = { "rss-parser": await rssParser(text), feedsmith: feedsmith(text) };
  }
}
console.log(JSON.stringify(read));
