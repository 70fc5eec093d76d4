// The live page: a list of events, one event alone, and how the feeds are.

import { get, listen, Refused, setKey } from "/web/client.js";
import { el } from "/web/dom.js";
import { detail, line, time } from "/web/event_views.js";
import { count, fromNow } from "/web/words.js";

const PAGE_LENGTH = 50;
const FEEDS_EVERY_MS = 3000;
const byId = (id) => document.getElementById(id);
const state = { cursor: null, feeds: null, isLoaded: false };

async function attempt(work) {
  try {
    await work();
    say("");
  } catch (error) {
    if (error instanceof Refused && error.status === 401) byId("key").hidden = false;
    else say(error instanceof Refused ? error.message : "The server does not answer; trying again.");
  }
}

function say(words) {
  byId("trouble").textContent = words;
  byId("trouble").hidden = !words;
}

async function loadList() {
  const page = await get(`/v1/events?limit=${PAGE_LENGTH}`);
  byId("events").replaceChildren(...page.data.map(line));
  turn(page);
  state.isLoaded = true;
  byId("key").hidden = true;
  showEmptiness();
}

async function loadMore() {
  const page = await get(`/v1/events?limit=${PAGE_LENGTH}&cursor=${encodeURIComponent(state.cursor)}`);
  byId("events").append(...page.data.filter((event) => !byId(`line-${event.id}`)).map(line));
  turn(page);
}

function turn(page) {
  state.cursor = page.next_cursor;
  byId("more").hidden = !page.next_cursor;
}

function onAlert(alert) {
  const event = alert.data.event;
  if (!event) return;
  const fresh = line(event);
  fresh.classList.add("fresh");
  setTimeout(() => fresh.classList.remove("fresh"), 6000);
  const known = byId(`line-${event.id}`);
  if (known) known.replaceWith(fresh);
  else byId("events").prepend(fresh);
  showEmptiness();
  if (location.hash === `#${event.id}`) attempt(showDetail);
}

let wasLive = false;
function onState(now) {
  byId("live").dataset.state = now;
  byId("live-words").textContent = { live: "live", connecting: "connecting", off: "not connected" }[now];
  if (now === "live" && wasLive) attempt(loadList);
  wasLive = wasLive || now === "live";
}

async function loadFeeds() {
  state.feeds = (await get("/v1/feeds?limit=1")).summary;
  showFeeds();
  showEmptiness();
}

function showFeeds() {
  const { total, by_status: statuses, next_check_at: next, last_success_at: last } = state.feeds;
  const bad = statuses.failing + statuses.gone;
  byId("feeds").replaceChildren(...(total === 0 ? ["No feed is watched yet."] : [
    el("b", {}, `${count(statuses.ok, "feed")} heard`),
    statuses.new > 0 && `, ${statuses.new} not read yet`,
    ", ", el(bad ? "b" : "span", { class: bad ? "bad" : null }, bad ? `${bad} failing` : "none failing"),
    last && " · last read ", last && time(last),
    ` · ${nextCheck(next)}`,
  ].filter(Boolean)));
}

function nextCheck(next) {
  if (!next) return "no check is planned";
  return new Date(next) <= Date.now() ? "next check now" : `next check ${fromNow(next)}`;
}

function showEmptiness() {
  const isEmpty = state.isLoaded && byId("events").childElementCount === 0;
  byId("empty").hidden = !isEmpty;
  if (isEmpty) byId("empty").replaceChildren(el("h2", {}, "No step has been reported yet"), ...reasons());
}

function reasons() {
  const feeds = state.feeds;
  if (!feeds) return [];
  if (feeds.total === 0) {
    return [el("p", {}, "No feed is watched: add some to the feeds file, and they are read within seconds.")];
  }
  const heard = feeds.by_status.ok;
  const why = feeds.articles === 0
    ? `${count(feeds.total, "feed")} watched, ${heard} heard so far, no article read yet.`
    : `${count(feeds.articles, "article")} read from ${count(heard, "feed")}, and none of them reports a step.`;
  return [el("p", {}, why), el("p", {}, `${capital(nextCheck(feeds.next_check_at))}. This page updates by itself.`)];
}

const capital = (words) => words[0].toUpperCase() + words.slice(1);

async function showDetail() {
  const id = location.hash.slice(1);
  const isEvent = /^evt_[0-9a-f]{24}$/.test(id);
  byId("list-view").hidden = isEvent;
  byId("detail-view").hidden = !isEvent;
  document.title = "Ottawatch";
  if (!isEvent) return;
  const event = await get(`/v1/events/${id}`);
  document.title = `${event.title} · Ottawatch`;
  byId("detail-view").replaceChildren(detail(event));
}

function refreshTimes() {
  for (const element of document.querySelectorAll("time")) element.textContent = fromNow(element.dateTime);
}

function start() {
  attempt(loadList);
  attempt(showDetail);
  attempt(loadFeeds);
  listen("/v1/events/stream", onAlert, onState);
}

byId("more").addEventListener("click", () => attempt(loadMore));
byId("key").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  setKey(byId("key-input").value.trim());
  start();
});
window.addEventListener("hashchange", () => attempt(showDetail).then(() => window.scrollTo(0, 0)));
setInterval(() => document.hidden || attempt(loadFeeds), FEEDS_EVERY_MS);
setInterval(refreshTimes, 5000);
start();
