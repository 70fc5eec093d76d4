// Feeds: what is polled, how that goes in plain words, and changes to it.

import { get, hasKey, send } from "./client.js";
import { button, el, field, outside } from "./dom.js";
import { keyWanted, time } from "./pieces.js";
import { redraw } from "./steady.js";
import { count, country, language } from "./words.js";

const ORDER = ["failing", "challenged", "gone", "new", "ok", "paused"];

export async function open({ query, attempt }) {
  const only = query.get("status");
  const table = el("div", { class: "scroll" });
  const answer = el("div", { role: "status" });
  const heading = el("h1", { id: "feeds-heading" }, "Feeds");
  const coverage = el("div", {});
  async function reload() {
    const feeds = await all();
    heading.textContent = `${count(feeds.length, "feed")}`;
    const shown = feeds.filter((feed) => !only || feed.status === only)
      .sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || (a.title || a.url).localeCompare(b.title || b.url));
    redraw(table, chips(feeds, only), shown.length ? rows(shown, attempt, reload, answer) : nothing(feeds));
  }
  await reload();
  get("v1/coverage").then((found) => coverage.replaceChildren(heard(found)), () => {});
  const element = el("section", { "aria-labelledby": "feeds-heading" }, heading, coverage, answer,
    hasKey() ? form(attempt, reload, answer) : keyWanted("To add, pause or check feeds"),
    table);
  return { element, title: "Feeds", refresh: reload };
}

async function all() {
  const found = [];
  let cursor = null;
  do {
    const page = await get(`v1/feeds?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    found.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

function chips(feeds, only) {
  const counts = new Map();
  for (const feed of feeds) counts.set(feed.status, (counts.get(feed.status) || 0) + 1);
  return el("p", { class: "chips" }, el("a", { href: "#/feeds", "aria-current": only ? null : "true" }, `all ${feeds.length}`),
    ORDER.filter((status) => counts.has(status)).map((status) =>
      el("a", { href: `#/feeds?status=${status}`, "aria-current": only === status ? "true" : null, class: `status ${status}` }, `${status} ${counts.get(status)}`)));
}

const nothing = (feeds) => el("div", { class: "empty" }, el("h2", {}, feeds.length ? "No feed is in this state" : "No feed is watched"),
  el("p", {}, "Feeds come from the feeds file, or are added here with a key; either way they are read within seconds."));

function rows(feeds, attempt, reload, answer) {
  const head = ["Feed", "State", "Last read", "Next check"];
  return el("table", { class: "table feeds-table" },
    el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)), ["New a day", "Known already"].map((name) => el("th", { scope: "col", class: "number" }, name)), hasKey() && el("td", {}))),
    el("tbody", {}, feeds.map((feed) => el("tr", { "data-keep": feed.id },
      el("th", { scope: "row" }, outside(feed.url, feed.title || feed.url),
        el("span", { class: "from" }, [feed.kind, feed.language && language(feed.language), feed.country && country(feed.country)].filter(Boolean).join(" · ")),
        el("span", { class: feed.last_error ? "bad words" : "words", dir: "auto" }, feed.last_error || feed.what_happened || "")),
      el("td", {}, el("span", { class: `status ${feed.status}` }, feed.status)),
      el("td", {}, feed.last_success_at ? time(feed.last_success_at) : "never"),
      el("td", {}, feed.status === "paused" ? "paused" : time(feed.next_check_at), feed.next_check_reason && el("span", { class: "words" }, feed.next_check_reason)),
      el("td", { class: "number" }, number(feed.articles_per_day)),
      el("td", { class: "number" }, feed.duplicate_share === null || feed.duplicate_share === undefined ? "" : `${Math.round(feed.duplicate_share * 100)} %`),
      hasKey() && el("td", { class: "tight" }, actions(feed, attempt, reload, answer))))));
}

const number = (value) => (value === null || value === undefined ? "" : value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en"));

function actions(feed, attempt, reload, answer) {
  const act = (method, path, told) => () => attempt(async () => {
    const result = await send(method, `v1/feeds/${feed.id}${path}`);
    if (told) answer.replaceChildren(told(result));
    await reload();
  });
  const paused = feed.status === "paused";
  return [
    button("Check now", act("POST", "/check", decisions), { class: "link" }), " ",
    paused ? button("Resume", act("POST", "/resume"), { class: "link", "data-keep": "pause" })
      : button("Pause", act("POST", "/pause"), { class: "link", "data-keep": "pause" }), " ",
    button("Remove", act("DELETE", ""), { class: "link" }),
  ];
}

// What a check found, decision by decision.
function decisions(result) {
  const check = result?.check || result || {};
  const steps = check.decisions || check.steps || result?.steps || [];
  const said = (step) => (typeof step === "string" ? step : Object.values(step).filter((value) => value !== null).join(": "));
  return el("div", { class: "secret" }, el("p", {}, el("b", {}, "Checked.")),
    steps.length ? el("ol", {}, steps.map((step) => el("li", { dir: "auto" }, said(step))))
      : el("dl", {}, Object.entries(check).filter(([, value]) => value !== null && typeof value !== "object").map(([name, value]) =>
        el("div", {}, el("dt", {}, name.replaceAll("_", " ")), el("dd", { dir: "auto" }, String(value))))));
}

function form(attempt, reload, answer) {
  const url = el("input", { type: "url", required: true, size: 44, placeholder: "https://news.example.org/ or its feed", autocomplete: "off" });
  const made = el("form", { class: "add-feed" }, field("Add a feed, or a site that has one", url), el("button", { type: "submit" }, "Add"));
  made.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    attempt(async () => {
      const added = await send("POST", "v1/feeds", { url: url.value });
      answer.replaceChildren(el("p", { class: "hint" }, `Added: ${added.title || added.url || url.value}`));
      made.reset();
      await reload();
    });
  });
  return made;
}

// Who is heard and who is silent: the proof that silence means silence.
function heard({ feeds, languages, silent }) {
  const quiet = languages.filter((one) => one.heard_last_day === 0 && one.code !== "unknown");
  return el("div", { class: "hint" },
    el("p", {}, `${feeds.heard_last_day} of ${count(feeds.listed, "feed")} heard in the last day, in ${count(languages.length - quiet.length, "language")}`,
      quiet.length > 0 && `; not heard: ${quiet.map((one) => language(one.code)).join(", ")}`, "."),
    silent.length > 0 && el("details", {}, el("summary", {}, `${count(silent.length, "feed is", "feeds are")} silent for longer than usual`),
      el("ul", {}, silent.map((one) => el("li", {}, el("span", { dir: "auto" }, one.title || one.url), one.last_new_at && [", nothing new since ", time(one.last_new_at)])))));
}
