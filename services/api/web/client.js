// Talks to the API. Addresses are relative to the page, so that it works behind a proxy with a path of its own.
// A key, if one is needed, lives in this tab's session storage and nowhere else.

const KEY = "ottawatch-key";

export const hasKey = () => sessionStorage.getItem(KEY) !== null;

export function setKey(key) {
  if (key) sessionStorage.setItem(KEY, key);
  else sessionStorage.removeItem(KEY);
}

function headers(extra) {
  const key = sessionStorage.getItem(KEY);
  return key ? { ...extra, Authorization: `Bearer ${key}` } : extra;
}

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function checked(response) {
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.detail || `The server answered ${response.status}.`);
}

export async function get(path) {
  return (await checked(await fetch(path, { headers: headers({ Accept: "application/json" }) }))).json();
}

// POST, PATCH or DELETE; answers the JSON of the answer, or null where it has none.
export async function send(method, path, body) {
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(path, { method, headers: headers(json), body: body === undefined ? null : JSON.stringify(body) });
  const text = await (await checked(response)).text();
  return text ? JSON.parse(text) : null;
}

// A download that needs the key cannot be a plain link: fetch it and hand it over as a file.
export async function download(path, name) {
  const blob = await (await checked(await fetch(path, { headers: headers({}) }))).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

let listening = 0;
// Server-sent events by fetch, because EventSource cannot send a key. Never returns; `onState` tells how it goes.
// A later call takes over from an earlier one.
export async function listen(path, onAlert, onState) {
  const mine = ++listening;
  let last = null;
  while (mine === listening) {
    try {
      onState("connecting");
      const response = await checked(await fetch(path, { headers: headers(last ? { "Last-Event-ID": last } : {}) }));
      onState("live");
      for await (const message of messages(response.body)) {
        if (mine !== listening) return;
        if (message.id) last = message.id;
        if (message.data) onAlert(JSON.parse(message.data));
      }
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return onState("off");
    }
    onState("off");
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) yield parsed(block);
  }
}

function parsed(block) {
  const message = {};
  for (const line of block.split("\n")) {
    const at = line.indexOf(": ");
    if (at < 1) continue;
    const name = line.slice(0, at);
    message[name] = name in message ? message[name] + "\n" + line.slice(at + 2) : line.slice(at + 2);
  }
  return message;
}
