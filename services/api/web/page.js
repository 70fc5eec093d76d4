// The shell: which view is shown, whether we are live, how the feeds are, and the key of this tab.

import { get, hasKey, listen, Refused, setKey } from "./client.js";
import { el } from "./dom.js";
import { time } from "./pieces.js";
import { calmly, redraw } from "./steady.js";
import { count, fromNow, nextCheck } from "./words.js";

const FEEDS_EVERY_MS = 3000;
const VIEWS = {
  now: { name: "Now", load: () => import("./now.js") },
  treaties: { name: "Treaties", load: () => import("./treaties.js") },
  production: { name: "Production", load: () => import("./production.js") },
  feeds: { name: "Feeds", load: () => import("./feeds.js") },
  alerts: { name: "Alerts", load: () => import("./alerts.js") },
  events: { of: "now", load: () => import("./event.js") },
  timeline: { of: "now", load: () => import("./timeline.js") },
};
const byId = (id) => document.getElementById(id);
let shown = null;
let turn = 0;

// `#/treaties/ottawa?map=world` is the view "treaties" with the rest ["ottawa"] and the query.
function place() {
  const hash = location.hash.slice(1);
  if (/^evt_[0-9a-f]{24}$/.test(hash)) return { view: "events", rest: [hash], query: new URLSearchParams() };
  const [path, query] = hash.replace(/^\//, "").split("?");
  const [view, ...rest] = path.split("/").map(decodeURIComponent);
  return { view: VIEWS[view] ? view : "now", rest, query: new URLSearchParams(query || "") };
}

async function show(isAsked = true) {
  const mine = ++turn;
  const { view, rest, query } = place();
  const address = [view, ...rest].join("/");
  markNav(VIEWS[view].of || view);
  try {
    const module = await VIEWS[view].load();
    const next = await module.open({ rest, query, attempt, meanwhile });
    if (mine !== turn) return;
    // The same view again, as after a new key, a change or another filter: nothing that was typed or opened may go.
    if (shown?.address === address) redraw(byId("view"), next.element);
    else {
      byId("view").replaceChildren(next.element);
      window.scrollTo(0, 0);
    }
    shown = { ...next, address };
    document.title = next.title ? `${next.title} · Ottawatch` : "Ottawatch";
    if (isAsked) say("");
    if (!hasKey() && !isInHand(byId("key"))) byId("key").hidden = true;
    if (state.feeds) shown.onFeeds?.(state.feeds);
  } catch (error) {
    if (mine === turn) trouble(error);
  }
}

const isInHand = (form) => form.contains(document.activeElement) || [...form.querySelectorAll("input")].some((input) => input.value);

async function attempt(work) {
  try {
    await work();
    say("");
  } catch (error) {
    trouble(error);
  }
}

// What nobody asked for, as the feeds every few seconds: it may complain, yet takes nobody's answer off the page.
let complaint = "";
async function meanwhile(work) {
  try {
    await work();
    if (complaint && byId("trouble").textContent === complaint) say("");
    complaint = "";
  } catch (error) {
    trouble(error);
    complaint = byId("trouble").textContent;
  }
}

function trouble(error) {
  if (!(error instanceof Refused)) {
    if (!(error instanceof TypeError)) throw error;
    return say("The server does not answer; trying again.");
  }
  if (error.status === 401 || error.status === 403) openKey(error.status === 403 || hasKey() ? error.message : null);
  else say(error.message);
}

function say(words) {
  byId("trouble").textContent = words;
  byId("trouble").hidden = !words;
}

function markNav(current) {
  const links = Object.entries(VIEWS).filter(([, view]) => view.name).map(([id, view]) =>
    el("a", { href: `#/${id}`, "aria-current": id === current ? "page" : null }, view.name));
  byId("nav").replaceChildren(...links);
}

// What was missed while we were away: a view that cannot fetch it by itself is opened again.
const refresh = () => (shown?.refresh ? shown.refresh() : show(false));
const showCalmly = calmly(() => show(false));

function onAlert(alert) {
  shown?.onAlert?.(alert);
  if (alert.data.event && shown?.concerns?.(alert.data.event)) showCalmly();
}

let wasLive = false;
function onState(now) {
  byId("live").dataset.state = now;
  byId("live-words").textContent = { live: "live", connecting: "connecting", off: "not connected" }[now];
  if (now === "live" && wasLive) meanwhile(refresh);
  wasLive = wasLive || now === "live";
}

const state = { feeds: null };
async function loadFeeds() {
  state.feeds = (await get("v1/feeds?limit=1")).summary;
  redraw(byId("feeds"), feedsLine(state.feeds));
  shown?.onFeeds?.(state.feeds);
}

function feedsLine({ total, by_status: statuses, next_check_at: next, last_success_at: last }) {
  if (total === 0) return ["No feed is watched yet."];
  const bad = (statuses.failing || 0) + (statuses.gone || 0);
  return [
    el("b", {}, `${count(statuses.ok, "feed")} heard`),
    statuses.new > 0 && `, ${statuses.new} not read yet`,
    ", ", el(bad ? "a" : "span", { class: bad ? "bad" : null, href: bad ? "#/feeds" : null }, bad ? `${bad} failing` : "none failing"),
    last && " · last read ", last && time(last),
    ` · ${nextCheck(next)}`,
  ].filter(Boolean);
}

function openKey(words) {
  byId("key").hidden = false;
  byId("key-forget").hidden = !hasKey();
  byId("key-button").setAttribute("aria-expanded", "true");
  byId("key-words").textContent = words || (hasKey()
    ? "This tab uses an API key" : "This page is read from another machine, so it needs an API key");
}

function refreshTimes() {
  for (const element of document.querySelectorAll("time[data-relative]")) element.textContent = fromNow(element.dateTime);
}

function start() {
  show();
  meanwhile(loadFeeds);
  listen("v1/events/stream", onAlert, onState);
}

byId("key-button").addEventListener("click", () => {
  if (!byId("key").hidden) {
    byId("key").hidden = true;
    byId("key-button").setAttribute("aria-expanded", "false");
    return;
  }
  openKey(hasKey() ? null : "A key lets this tab read from another machine, or review events and look after feeds and alerts");
  byId("key-input").focus();
});
byId("key").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  setKey(byId("key-input").value.trim());
  byId("key-input").value = "";
  byId("key").hidden = true;
  start();
});
byId("key-forget").addEventListener("click", () => {
  setKey(null);
  byId("key").hidden = true;
  show();
});
window.addEventListener("hashchange", () => {
  if (location.hash === "#main") return byId("main").focus();
  show();
});
setInterval(() => document.hidden || meanwhile(loadFeeds), FEEDS_EVERY_MS);
setInterval(refreshTimes, 5000);
start();
