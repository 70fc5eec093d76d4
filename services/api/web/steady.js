// Draws anew without taking anything from who reads: what is open stays open, what was typed and not sent stays
// typed, the focus stays where it is, and so does what stood before the eyes. `data-keep` names a part of a view that
// is drawn anew, so that the old and the new drawing are told to be the same; what is in a `data-hold` goes over whole.

const HELD = "details, summary, input, select, textarea, button, a[href], [tabindex], .scroll";
const path = (element, root) => {
  const names = [];
  for (let at = element.parentElement?.closest("[data-keep]"); at && root.contains(at); at = at.parentElement?.closest("[data-keep]")) {
    names.push(at.dataset.keep);
  }
  return names.join(" ");
};
// Numbered ids are of one drawing only; a name, an address or the words on it are not.
const nameOf = (element) => element.dataset.keep || element.getAttribute("name") || element.getAttribute("href")
  || (element.localName === "button" ? element.textContent : "");

// Every held element by a key; those that nothing tells apart are counted.
function keyed(root) {
  const found = new Map();
  for (const element of root.querySelectorAll(HELD)) {
    const key = [path(element, root), element.localName, nameOf(element)].join("|");
    let number = 0;
    while (found.has(`${key}|${number}`)) number++;
    found.set(`${key}|${number}`, element);
  }
  return found;
}

const usual = (select) => [...select.options].find((one) => one.defaultSelected) || select.options[0];
const isTicked = (control) => control.type === "checkbox" || control.type === "radio";

// What a person put into a control; null where it stands as it was drawn.
export function typed(control) {
  if (isTicked(control)) return control.checked === control.defaultChecked ? null : control.checked;
  const before = control.localName === "select" ? usual(control)?.value : control.defaultValue;
  return control.value === before ? null : control.value;
}

function put(control, value) {
  if (value === null) return;
  if (isTicked(control)) control.checked = value;
  else control.value = value;
}

// Where a text was being typed; controls such as dates have no such place and answer null.
function caret(control) {
  try { return control.selectionStart === null ? null : [control.selectionStart, control.selectionEnd]; } catch { return null; }
}

const isControl = (element) => ["input", "select", "textarea"].includes(element.localName);
const isSeen = ({ top, bottom, height }) => height > 0 && bottom > 0 && top < innerHeight;

function remembered(root) {
  const focused = document.activeElement;
  const kept = [];
  let anchor = null;
  for (const [key, element] of keyed(root)) {
    const box = element.getBoundingClientRect();
    if (element === focused || (anchor === null && isSeen(box))) anchor = { key, top: box.top };
    kept.push({
      key,
      open: element.open,
      value: isControl(element) ? typed(element) : null,
      focus: element === focused ? { caret: isControl(element) ? caret(element) : null } : null,
      across: element.scrollLeft,
      down: element.scrollTop,
    });
  }
  return { kept, anchor };
}

const beside = (now, key) => [...now].find(([other, element]) => other.split("|")[0] === key.split("|")[0] && element.tabIndex >= 0)?.[1];

// A press is let go first: one that began on an element that is gone would be no click, nor would a selection hold.
let isPressed = false;
const waiting = new Map();
addEventListener("pointerdown", (press) => { isPressed = press.button === 0; }, true);
for (const end of ["pointerup", "pointercancel", "contextmenu", "dragend", "blur"]) {
  addEventListener(end, () => {
    isPressed = false;
    setTimeout(() => { for (const [root, children] of waiting) redraw(root, children); });
  }, true);
}

export function redraw(root, ...children) {
  if (isPressed && root.isConnected) {
    waiting.set(root, children);
    return;
  }
  waiting.delete(root);
  const { kept, anchor } = remembered(root);
  const held = [...root.querySelectorAll("[data-hold]")].map((element) => [element.dataset.hold, [...element.childNodes]]);
  root.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  for (const [name, nodes] of held) root.querySelector(`[data-hold="${name}"]`)?.replaceChildren(...nodes);
  const now = keyed(root);
  let focus = null;
  for (const one of kept) {
    const element = now.get(one.key);
    if (!element) continue;
    if (element.localName === "details") element.open = one.open;
    put(element, one.value);
    if (one.across) element.scrollLeft = one.across;
    if (one.down) element.scrollTop = one.down;
    if (one.focus) focus = { element, caret: one.focus.caret };
  }
  const lost = focus ? null : kept.find((one) => one.focus);
  // What had the focus is gone, as a button that has done its work: go on beside it.
  if (lost) focus = { element: beside(now, lost.key), caret: null };
  if (focus?.element) {
    focus.element.focus({ preventScroll: true });
    if (focus.caret) focus.element.setSelectionRange(...focus.caret);
  }
  const stood = anchor && now.get(anchor.key);
  if (stood) scrollBy({ top: stood.getBoundingClientRect().top - anchor.top, behavior: "instant" });
}

// `work`, at once and then at most once in `pause` however often it is asked for: alerts come in bursts.
export function calmly(work, pause = 1000) {
  let resting = false, asked = false;
  return function now() {
    if (resting) {
      asked = true;
      return;
    }
    resting = true;
    asked = false;
    Promise.resolve(work()).finally(() => setTimeout(() => {
      resting = false;
      if (asked) now();
    }, pause));
  };
}
