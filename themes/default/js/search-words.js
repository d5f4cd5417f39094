// A text as keys of the index: the same steps as generator/src/search/words.rs and stem.rs,
// tested on the same cases (generator/cases/search.json). Pure.

const FOLDED = { å: "a", ä: "a", à: "a", á: "a", â: "a", æ: "a", é: "e", è: "e", ê: "e", ë: "e", í: "i", ì: "i", î: "i", ï: "i", ö: "o", ó: "o", ò: "o", ô: "o", ø: "o", ü: "u", ú: "u", ù: "u", û: "u", ñ: "n", ç: "c" };
// A letter before a hyphen belongs to what follows: e-tjänst, p-plats.
const LETTER = /(?<![\p{Alphabetic}\p{N}§])(\p{Alphabetic})-(?=\p{Alphabetic})/gu;

/** The words as written, in lower case. */
export function cut(text) {
  const lower = text.normalize("NFC").toLowerCase();
  return (lower.includes("-") ? lower.replace(LETTER, "$1") : lower).split(/[^\p{Alphabetic}\p{N}§]+/u).filter(Boolean);
}

/** Letters without their marks. */
export function fold(word) {
  return word.replace(/[^\x00-\x7f]/gu, (letter) => FOLDED[letter] ?? letter);
}

const ENDINGS = /(?:heterna|hetens|heten|heter|anden|andes|andet|arens|arnas|ernas|ornas|ande|arne|arna|aste|aren|ades|erna|erns|orna|orns|ade|are|ast|ens|ets|ans|nas|ern|het|ad|ar|as|at|an|na|en|er|es|or|et|s|a|e)$/;
const GENITIVE = /[bcdfghjklmnoprtvy]s$/;
const DOUBLED = /(?:dd|gd|nn|dt|gt|kt|tt|mm)$/;
const ADJECTIVES = /(?:fullt|löst|els|lig|ig)$/;
// Plurals of words that end in their only vowel: köer, sjöarna.
const SHORT = /^([^aeiouyåäö]+[aeiouyåäö])(?:erna|arna|er|ar)$/;
// Who or what does something: kurator, traktorer. Their last letters are no plural, but those of gator are.
const DOER = /^(.+ktor|.*[aeiouyåäö].*[^g]ator)(?:ernas|erna|ers|er|ns|n|s)?$/;
const LONGEST_SECOND = 2;

/** What all forms of a word in lower case have in common. Marks on letters stay: mät is not mat. */
export function key(word) {
  const short = SHORT.exec(word);
  if (short) return short[1];
  const doer = word.includes("tor") && DOER.exec(word);
  if (doer) return doer[1];
  const start = region(word);
  let stemmed = word;
  for (let round = 0; round < 2; round++) {
    const ending = ENDINGS.exec(stemmed.slice(start))?.[0];
    if (!ending || (ending === "s" && !GENITIVE.test(stemmed)) || (round === 1 && ending.length > LONGEST_SECOND)) break;
    stemmed = stemmed.slice(0, -ending.length);
    // What is left of lägenhet or plats has no ending of its own.
    if (ending === "s" || ending.startsWith("het")) break;
  }
  if (DOUBLED.test(stemmed.slice(Math.max(0, start - 1)))) stemmed = stemmed.slice(0, -1);
  const other = ADJECTIVES.exec(stemmed.slice(start))?.[0];
  if (!other) return stemmed;
  return stemmed.slice(0, other === "fullt" || other === "löst" ? -1 : -other.length);
}

// Endings are looked for after the first consonant that follows a vowel, and after three letters.
function region(word) {
  const found = /^[^aeiouyåäö]*[aeiouyåäö]+[^aeiouyåäö]/.exec(word);
  return found ? Math.max(3, found[0].length) : word.length;
}
