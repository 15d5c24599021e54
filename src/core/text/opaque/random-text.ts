/** Shorter texts say too little about how they came to be. */
const SHORTEST = 16;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/**
 * Whether a text looks as if it was drawn at random or made by a hash: no words, no path, nothing that a person could
 * read. In random letters and digits the kind of character changes every other step, in words and numbers seldom.
 * `"dark-mode-compact-2024"` → false, `"q7XzP0mK3vWn9RtY"` → true
 */
export function isRandomText(text: string): boolean {
  if (UUID.test(text)) return true;
  if (!/^[\w~.+/=-]+$/.test(text) || looksLikePath(text)) return false;
  const bare = text.replaceAll(/[^\dA-Za-z]/g, "");
  if (bare.length < SHORTEST || bare.length < text.length * 0.75) return false;
  if (/^[\da-f]+$/i.test(bare)) return isRandomHex(bare);
  const changes = changesIn(text);
  const isMixed = /[a-z]/.test(bare) && /[A-Z]/.test(bare);
  // Names in camel case change twice a word.
  return /[A-Za-z]/.test(bare) && changes.count >= changes.steps * (isMixed ? 0.35 : 0.15) && changes.count > 2;
}

/** Steps between the segments of a path are words; between the slashes of base64 there are hardly any. */
export function looksLikePath(text: string): boolean {
  if (!text.includes("/")) return false;
  return text.split("/").some((segment) => /^[a-z]{3,}$/.test(segment));
}

/** Letters and digits both, and more than a few of them. */
function isRandomHex(text: string): boolean {
  return /[a-f]/i.test(text) && /\d/.test(text) && new Set(text.toLowerCase()).size >= 6;
}

/** How often the kind changes from one letter or digit to the next that stands right behind it. */
function changesIn(text: string): { readonly count: number; readonly steps: number } {
  let count = 0;
  let steps = 0;
  for (let at = 1; at < text.length; at++) {
    const [left, right] = [kindOfCharacter(text.charCodeAt(at - 1)), kindOfCharacter(text.charCodeAt(at))];
    if (left === 0 || right === 0) continue;
    steps++;
    if (left !== right) count++;
  }
  return { count, steps };
}

/** 1 for a digit, 2 for a capital, 3 for a small letter, 0 for anything else. */
function kindOfCharacter(code: number): number {
  if (code >= 0x30 && code <= 0x39) return 1;
  if (code >= 0x41 && code <= 0x5a) return 2;
  return code >= 0x61 && code <= 0x7a ? 3 : 0;
}
