// Now: what changed, newest first, live.

import { get } from "./client.js";
import { button, el } from "./dom.js";
import { chosen, filterBar, isEmpty, keepAs, words } from "./filters.js";
import { line } from "./pieces.js";
import { redraw } from "./steady.js";
import { count, nextCheck } from "./words.js";

const PAGE_LENGTH = 50;
const LAST_VISIT = "ottawatch-last-visit";
// What this browser saw last; a view that is opened again within the visit compares with the same moment.
const lastVisit = localStorage.getItem(LAST_VISIT);

const isNew = (event) => lastVisit !== null && event.first_seen_at > lastVisit;

export async function open({ query, attempt }) {
  const filters = chosen(query);
  const address = (cursor) => {
    const asked = new URLSearchParams(filters);
    asked.set("limit", PAGE_LENGTH);
    if (cursor) asked.set("cursor", cursor);
    return `v1/events?${asked}`;
  };
  const first = await get(address());
  const list = el("ol", { class: "events", id: "events" }, first.data.map((event) => line(event, isNew(event))));
  const empty = el("div", { class: "empty", id: "empty", hidden: true });
  const fresh = el("p", { class: "fresh-count", role: "status" });
  let cursor = first.next_cursor;
  let feeds = null;
  const more = button("Earlier steps", () => attempt(async () => {
    const page = await get(address(cursor));
    const known = new Set([...list.children].map((item) => item.id));
    list.append(...page.data.filter((event) => !known.has(`line-${event.id}`)).map((event) => line(event, isNew(event))));
    cursor = page.next_cursor;
    more.hidden = !cursor;
  }), { id: "more", hidden: !cursor });

  function showEmptiness() {
    empty.hidden = list.childElementCount > 0;
    if (empty.hidden) return;
    const head = isEmpty(filters) ? "No step has been reported yet" : "No step passes this filter";
    redraw(empty, el("h2", {}, head), reasons(feeds, filters));
  }

  const bar = await filterBar(filters, (next) => { location.hash = isEmpty(next) ? "#/now" : `#/now?${next}`; });
  const number = first.data.filter(isNew).length;
  fresh.textContent = number ? `${count(number, "step is", "steps are")} new since your last visit.` : "";
  localStorage.setItem(LAST_VISIT, new Date().toISOString());
  showEmptiness();
  const element = el("section", { "aria-labelledby": "list-heading" },
    el("h1", { id: "list-heading" }, isEmpty(filters) ? "Latest steps" : `Steps with ${words(filters)}`),
    el("details", { class: "filter-box", open: !isEmpty(filters) }, el("summary", {}, "Filter and keep"), bar, keepAs(filters, attempt)),
    fresh, empty, list, el("p", { class: "more" }, more));

  function put(event) {
    const drawn = line(event, true);
    const item = list.querySelector(`#line-${event.id}`) || drawn;
    if (item === drawn) {
      list.prepend(item);
    } else {
      redraw(item, ...drawn.childNodes);
      item.className = drawn.className;
      item.dataset.version = event.version;
    }
    item.classList.add("fresh");
    setTimeout(() => item.classList.remove("fresh"), 6000);
    showEmptiness();
  }

  return {
    element,
    onFeeds(now) { feeds = now; showEmptiness(); },
    async refresh() {
      const known = new Map([...list.children].map((item) => [item.id, item.dataset.version]));
      const { data } = await get(address());
      for (const event of data.reverse()) if (known.get(`line-${event.id}`) !== String(event.version)) put(event);
    },
    async onAlert(alert) {
      const event = alert.data.event;
      if (!event) return;
      // The server knows best what passes a filter: ask it, unless there is none.
      if (!isEmpty(filters)) {
        const page = await get(address()).catch(() => null);
        if (!page?.data.some((one) => one.id === event.id)) return;
      }
      put(event);
    },
  };
}

function reasons(feeds, filters) {
  if (!feeds) return [];
  if (!isEmpty(filters)) {
    return [el("p", {}, "Nothing that was read so far matches all of it. ", el("a", { href: "#/now" }, "Show every step"), ".")];
  }
  if (feeds.total === 0) {
    return [el("p", {}, "No feed is watched: ", el("a", { href: "#/feeds" }, "add some"), ", and they are read within seconds.")];
  }
  const heard = feeds.by_status.ok;
  const why = feeds.articles === 0
    ? `${count(feeds.total, "feed")} watched, ${heard} heard so far, no article read yet.`
    : `${count(feeds.articles, "article")} read from ${count(heard, "feed")}, and no step found in them so far.`;
  const next = nextCheck(feeds.next_check_at);
  return [el("p", {}, why), el("p", {}, `${next[0].toUpperCase()}${next.slice(1)}. This page updates by itself.`)];
}
