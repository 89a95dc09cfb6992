// Keys, by their place on the keyboard: a Persian or Pashto layout sends other letters from it.

const KEYS = {
  confirmOpen: "Ctrl+Enter",
  confirmNext: "Ctrl+Shift+Enter",
  review: "Ctrl+Alt+Enter",
  final: "Ctrl+Alt+Shift+Enter",
  reject: "Alt+KeyX",
  reopen: "Ctrl+Shift+KeyU",
  up: "Ctrl+ArrowUp",
  down: "Ctrl+ArrowDown",
  match: "Alt+Digit",
  term: "Alt+Shift+Digit",
  copySource: "Ctrl+Insert",
  halfSpace: "Ctrl+Shift+Space",
  mark: "Alt+KeyM",
  letters: "Alt+KeyL",
  invisibles: "Alt+KeyI",
  changes: "Alt+KeyD",
  repeats: "Alt+KeyP",
  comment: "Alt+KeyC",
  find: "Ctrl+KeyF",
  replace: "Ctrl+KeyH",
  goTo: "Ctrl+KeyG",
  pick: "Alt+KeyS",
  lock: "Alt+KeyK",
  batch: "Alt+KeyB",
  again: "Alt+KeyT",
  undoBatch: "Alt+KeyZ",
  help: "F1",
};

// The keys of this person: those they chose, and for the rest those above.
const keyMap = (own) => ({ ...KEYS, ...Object.fromEntries(Object.entries(own || {}).filter(([name, keys]) => name in KEYS && typeof keys === "string")) });

// A command by keys that would write a letter could never be typed past.
const typesLetters = (keys) => !/^(Ctrl|Alt)\+|^(Shift\+)?F\d+$/.test(keys);

function combination(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey) parts.push("Shift");
  parts.push(event.code);
  return parts.join("+");
}

// The command a key press means, and the number with it.
function commandOf(event, map) {
  if (event.isComposing) return null;
  const pressed = combination(event).replace("NumpadEnter", "Enter");
  const digit = /^(.*)\+Digit([1-9])$/.exec(pressed);
  for (const [name, keys] of Object.entries(map)) {
    if (keys === pressed) return [name];
    if (digit && keys === `${digit[1]}+Digit`) return [name, Number(digit[2])];
  }
  return null;
}

const keyLabel = (keys) => keys.replace("Digit", "1…9").replace("Key", "").replace("ArrowUp", "↑").replace("ArrowDown", "↓");
