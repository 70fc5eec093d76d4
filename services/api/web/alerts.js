// Alerts: who is sent what, how that goes, and a filter made into a webhook.

import { get, hasKey, send } from "./client.js";
import { button, el, field } from "./dom.js";
import { chosen, isEmpty, words } from "./filters.js";
import { keyWanted, time } from "./pieces.js";
import { calmly, redraw } from "./steady.js";
import { count, plain, SEVERITIES } from "./words.js";

const FORMATS = ["standard", "cloudevents", "slack", "teams", "discord"];
const LISTS = ["topic", "country", "treaty", "stage", "producer", "mine_type", "language", "status"];

export async function open({ query, attempt, meanwhile }) {
  const filters = chosen(query);
  const list = el("div", { class: "cards" });
  const answer = el("div", { role: "status", "data-hold": "answer" }); // may hold a secret that is shown this once
  const outcome = el("p", { role: "status", class: "outcome", "data-hold": "outcome" });
  // Deliveries already fetched, so that an open log stands at once in the next drawing; and who was asked about deletion.
  const context = { attempt, meanwhile, reload, answer, outcome, logs: new Map(), asked: new Set() };
  let turn = 0;
  async function reload() {
    const mine = ++turn;
    const page = await get("v1/subscriptions?limit=500");
    if (mine !== turn) return;
    redraw(list, page.data.length === 0
      ? el("div", { class: "empty" }, el("h2", {}, "Nobody is sent alerts yet"), el("p", {}, "A webhook needs an address that takes a signed POST; everything else has a default."))
      : page.data.map((one) => card(one, context)));
  }
  await reload();
  const element = el("section", { "aria-labelledby": "alerts-heading" },
    el("h1", { id: "alerts-heading" }, "Alerts"),
    answer, outcome, hasKey() ? form(filters, attempt, reload, answer) : keyWanted(isEmpty(filters) ? "To subscribe or change anything" : `To subscribe to steps with ${words(filters)}`),
    el("h2", { class: "sub" }, "Subscriptions"), list);
  return { element, title: "Alerts", refresh: reload, onAlert: calmly(() => meanwhile(reload)) };
}

// The filters of the address as the API takes them: lists, numbers and words.
export function asFilters(filters) {
  const found = {};
  for (const [name, value] of filters) {
    if (LISTS.includes(name)) found[name] = [...(found[name] || []), ...value.split(",").filter(Boolean)];
    else found[name] = name === "q" ? value : Number(value);
  }
  return found;
}

function form(filters, attempt, reload, answer) {
  const url = el("input", { type: "url", required: true, placeholder: "https://hooks.example.org/ottawatch", size: 40, autocomplete: "off" });
  const description = el("input", { maxlength: 500, placeholder: "Baltic desk", autocomplete: "off" });
  const format = el("select", {}, FORMATS.map((one) => el("option", { value: one }, one)));
  const severity = el("select", {}, SEVERITIES.map((one, rank) =>
    el("option", { value: rank === 0 ? "" : one }, rank === 0 ? "everything" : rank === SEVERITIES.length - 1 ? `${one} only` : `${one} and up`)));
  const wishes = () => ({ filters: { ...asFilters(filters), ...(severity.value && { min_severity: severity.value }) } });
  const tryOut = button("What would it have sent?", () => attempt(async () => {
    const result = await send("POST", "v1/subscriptions/dry-run", { ...wishes(), max_age_days: null });
    answer.replaceChildren(trial(result));
  }), { class: "plain" });
  const made = el("form", { class: "new-subscription" },
    el("h2", {}, isEmpty(filters) ? "Subscribe to every step" : `Subscribe to steps with ${words(filters)}`),
    isEmpty(filters) && el("p", {}, "Choose less with ", el("a", { href: "#/now" }, "a filter"), " first, if you want less."),
    el("div", { class: "fields" }, field("Address", url), field("Description", description), field("Format", format), field("Send", severity)),
    el("div", { class: "actions" }, el("button", { type: "submit" }, "Subscribe"), tryOut));
  made.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    attempt(async () => {
      const created = await send("POST", "v1/subscriptions", { ...wishes(), url: url.value, description: description.value || null, format: format.value });
      answer.replaceChildren(secretBox("Subscribed.", created.secret));
      made.reset();
      await reload();
    });
  });
  return made;
}

const secretBox = (words, secret) => el("div", { class: "secret" }, el("p", {}, el("b", {}, words), " This secret verifies what arrives. It is shown this once:"), el("code", { class: "whole" }, secret));

function recovered({ retried, added, more }) {
  const number = retried + added;
  return number === 0 ? "Nothing of this week had failed."
    : `${count(number, "alert is", "alerts are")} on the way again${more ? "; there are more, press again once these have come" : ""}.`;
}

function trial(result) {
  return el("div", { class: "secret" },
    el("p", {}, el("b", {}, `${count(result.would_send, "alert")} of ${result.examined}`), " would have been sent, looking back to ", time(result.since), "."),
    el("ul", {}, result.data.slice(0, 8).map((one) => el("li", {}, time(one.timestamp), ` ${one.type} `, one.event_id ? el("a", { href: `#/events/${one.event_id}` }, one.title || one.event_id) : one.title))));
}

function card(one, { attempt, meanwhile, reload, answer, outcome, logs, asked }) {
  const act = (method, path, body, told) => () => attempt(async () => {
    const result = await send(method, `v1/subscriptions/${one.id}${path}`, body);
    const news = told?.(result);
    // A secret is shown once: what is told later stands beside it.
    if (news) (typeof news === "string" ? outcome : answer).replaceChildren(news);
    await reload();
  });
  const log = el("details", { class: "log", "data-keep": "log" }, el("summary", {}, "Deliveries"));
  const show = () => redraw(log, log.firstChild, logs.get(one.id).length ? deliveries(logs.get(one.id), attempt) : el("p", {}, "Nothing has been sent yet."));
  if (logs.has(one.id)) show();
  log.addEventListener("toggle", () => meanwhile(async () => {
    if (!log.open) return;
    logs.set(one.id, (await get(`v1/subscriptions/${one.id}/deliveries?limit=20`)).data);
    show();
  }));
  const chosenWords = Object.entries(one.filters || {}).filter(([, value]) => value !== null && value !== undefined && String(value) !== "")
    .map(([name, value]) => `${plain(name)} ${plain(Array.isArray(value) ? value.join(" or ") : value)}`).join("; ");
  return el("article", { class: "card", "aria-label": one.description || one.url, "data-keep": one.id },
    el("div", { class: "row" }, el("h3", { dir: "auto" }, one.description || one.url), el("span", { class: `status ${one.status}` }, one.status)),
    el("p", { class: "from", dir: "auto" }, one.url, ` · ${one.format} · since `, time(one.created_at)),
    el("p", {}, chosenWords ? `Steps with ${chosenWords}` : "Every step"),
    one.failing_since && el("p", { class: "bad" }, `${count(one.consecutive_failures, "failure")} in a row since `, time(one.failing_since)),
    one.disabled_reason && el("p", { class: "bad" }, one.disabled_reason),
    hasKey() && el("div", { class: "actions" },
      button("Send a test", act("POST", "/test", undefined, () => `A test is on its way to ${one.url}; what came of it stands under Deliveries.`), { class: "plain" }),
      one.status === "active" ? button("Pause", act("PATCH", "", { status: "paused" }), { class: "plain", "data-keep": "pause" })
        : button("Resume", act("PATCH", "", { status: "active" }), { class: "plain", "data-keep": "pause" }),
      button("New secret", act("POST", "/rotate", {}, (rotated) => secretBox("The old secret signs for another day beside it.", rotated.secret)), { class: "plain" }),
      button("Send again what failed this week", act("POST", "/recover", { since: new Date(Date.now() - 7 * 86_400_000).toISOString() }, recovered), { class: "plain" }),
      removal(one, act, asked)),
    log);
}

// Two presses instead of a dialogue: the first only asks.
function removal(one, act, asked) {
  const remove = act("DELETE", "");
  const words = () => (asked.has(one.id) ? "Delete for good?" : "Delete");
  const made = button(words(), () => {
    if (asked.has(one.id)) return remove();
    asked.add(one.id);
    made.textContent = words();
    setTimeout(() => { asked.delete(one.id); made.textContent = words(); }, 5000);
  }, { class: "plain", "data-keep": "delete" });
  return made;
}

function deliveries(rows, attempt) {
  return el("div", { class: "scroll" }, el("table", { class: "table" },
    el("thead", {}, el("tr", {}, ["Alert", "When", "State", "Last try"].map((name) => el("th", { scope: "col" }, name)), el("td", {}))),
    el("tbody", {}, rows.map((one) => {
      const last = one.attempts.at(-1);
      return el("tr", { "data-keep": one.id },
        el("td", {}, one.event_id ? el("a", { href: `#/events/${one.event_id}` }, one.alert_type) : one.alert_type),
        el("td", {}, time(one.created_at)), el("td", {}, el("span", { class: `status ${one.state}` }, one.state)),
        el("td", {}, last ? (last.error || `${last.status_code} in ${last.latency_ms} ms`) : "not tried yet", one.next_attempt_at && [" · next ", time(one.next_attempt_at)]),
        el("td", {}, hasKey() && button("Send again", () => attempt(() => send("POST", `v1/deliveries/${one.id}/redeliver`)), { class: "link" })));
    }))));
}
