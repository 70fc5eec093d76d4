// A person's word on an event: confirm, dismiss, correct, merge, split out, and take it back.

import { send } from "./client.js";
import { button, el, field } from "./dom.js";
import { time } from "./pieces.js";
import { plain, rungsOf, OFF_LADDER } from "./words.js";

const DATES = ["notified_on", "claimed_effective_on", "occurred_on"];
const NUMBERS = ["quantity", "capacity_per_year"];

export function reviewList(event) {
  const reviews = event.reviews || [];
  if (reviews.length === 0) return null;
  return [el("h2", {}, "Reviews"), el("ol", { class: "history" }, reviews.map((one) => el("li", {},
    time(one.made_at), " ", el("b", {}, one.reviewer), ` ${plain(one.action)}`,
    one.fields && Object.keys(one.fields).length > 0 && `: ${Object.entries(one.fields).map(([name, value]) => `${plain(name)} ${value ?? "none"}`).join(", ")}`,
    one.into && [" into ", el("a", { href: `#/events/${one.into}` }, "another event")],
    one.reason && el("span", { dir: "auto" }, `: ${one.reason}`),
    one.is_undone && " (taken back)", one.refused && ` (not applied: ${one.refused})`)))];
}

export function reviewPanel(event, attempt, reload) {
  const reason = el("input", { name: "reason", maxlength: 1000, autocomplete: "off" });
  const source = el("input", { name: "source", type: "url", maxlength: 2000, placeholder: "https://…", autocomplete: "off" });
  const review = (action, more) => attempt(async () => {
    await send("POST", `v1/events/${event.id}/reviews`, { action, reason: reason.value || null, source_url: source.value || null, ...more });
    await reload();
  });
  return el("details", { class: "review" }, el("summary", {}, "Review this event"),
    el("p", {}, "Your word stands whatever later reports or better reading rules say, and can be taken back."),
    el("div", { class: "fields" }, field("Reason", reason), field("Source", source)),
    el("div", { class: "actions" },
      button("Confirm", () => review("confirm"), { id: "review-confirm" }),
      button("Dismiss", () => review("dismiss"), { class: "plain", id: "review-dismiss" }),
      undoable(event).map((one) => button(`Take back: ${plain(one.action)}`, () => review("undo", { undoes: one.id }), { class: "plain" }))),
    correction(event, review), merging(review), splitting(event, review));
}

const undoable = (event) => (event.reviews || []).filter((one) => !one.is_undone && !one.refused && one.action !== "undo");

function correction(event, review) {
  const stages = [...rungsOf(event.topic), ...OFF_LADDER[event.topic]];
  const stage = el("select", { name: "stage" }, stages.map((one) => el("option", { value: one, selected: one === event.stage }, plain(one))));
  const inputs = {
    ...Object.fromEntries(DATES.map((name) => [name, el("input", { type: "date", name, value: event[name] })])),
    ...(event.topic === "mine_production" && Object.fromEntries(NUMBERS.map((name) => [name, el("input", { type: "number", min: 0, name, value: event[name] })]))),
    ...(event.topic === "mine_production" && { producer: el("input", { name: "producer", value: event.producer, maxlength: 200 }) }),
  };
  const changed = () => {
    const fields = stage.value === event.stage ? {} : { stage: stage.value };
    for (const [name, input] of Object.entries(inputs)) {
      const value = input.value === "" ? null : NUMBERS.includes(name) ? Number(input.value) : input.value;
      if (value !== (event[name] ?? null)) fields[name] = value;
    }
    return fields;
  };
  return el("details", {}, el("summary", {}, "Correct fields"),
    el("div", { class: "fields" }, field("Stage", stage), Object.entries(inputs).map(([name, input]) => field(plain(name), input))),
    button("Correct", () => review("correct", { fields: changed() })));
}

function merging(review) {
  const into = el("input", { name: "into", placeholder: "evt_…", pattern: "evt_[0-9a-f]{24}", size: 30 });
  return el("details", {}, el("summary", {}, "It is the same step as another event"),
    el("div", { class: "fields" }, field("The other event's id", into)),
    button("Merge into it", () => review("merge", { into: into.value.trim().replace(/^.*(evt_[0-9a-f]{24}).*$/, "$1") })));
}

function splitting(event, review) {
  if (event.articles.length < 2) return null;
  const boxes = event.articles.map((article) => el("input", { type: "checkbox", value: article.id }));
  return el("details", {}, el("summary", {}, "Some articles report another step"),
    el("ul", { class: "boxes" }, event.articles.map((article, index) => el("li", {}, el("label", {}, boxes[index], " ", el("span", { dir: "auto" }, article.title))))),
    button("Split them out", () => review("split", { article_ids: boxes.filter((box) => box.checked).map((box) => box.value) })));
}
