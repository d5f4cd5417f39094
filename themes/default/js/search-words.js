// A text as words of the index: the same steps as generator/src/search/words.rs,
// tested on the same cases (generator/cases/search.json). Pure.

const FOLDED = { å: "a", ä: "a", à: "a", á: "a", â: "a", æ: "a", é: "e", è: "e", ê: "e", ë: "e", í: "i", ì: "i", î: "i", ï: "i", ö: "o", ó: "o", ò: "o", ô: "o", ø: "o", ü: "u", ú: "u", ù: "u", û: "u", ñ: "n", ç: "c" };

/** The words as written, in lower case. */
export function cut(text) {
  return text.normalize("NFC").toLowerCase().split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean);
}

/** Letters without their marks. */
export function fold(word) {
  return word.replace(/[^\x00-\x7f]/gu, (letter) => FOLDED[letter] ?? letter);
}

/** The words that the index holds for a text. */
export function words(text, stopWords) {
  return cut(text).filter((word) => !stopWords.has(word)).map((word) => fold(stem(word)));
}

// Snowball's Swedish stemmer: https://snowballstem.org/algorithms/swedish/stemmer.html
const ENDINGS = /(?:heterna|hetens|heten|heter|anden|andes|andet|arens|arnas|ernas|ornas|ande|arne|arna|aste|aren|ades|erna|erns|orna|ade|are|ast|ens|ern|het|ad|ar|as|at|en|er|es|or|a|e)$/;
const OTHER_ENDINGS = /(?:fullt|löst|els|lig|ig)$/;

/** The stem of a word in lower case. */
export function stem(word) {
  const start = region(word);
  let stemmed = ending(word, start);
  if (/(?:dd|gd|nn|dt|gt|kt|tt)$/.test(stemmed.slice(start))) stemmed = stemmed.slice(0, -1);
  const other = OTHER_ENDINGS.exec(stemmed.slice(start))?.[0];
  if (other === "fullt" || other === "löst") return stemmed.slice(0, -1);
  return other ? stemmed.slice(0, -other.length) : stemmed;
}

function ending(word, start) {
  const tail = word.slice(start);
  const found = ENDINGS.exec(tail)?.[0];
  if (found) return word.slice(0, -found.length);
  return tail.endsWith("s") && /[bcdfghjklmnoprtvy]s$/.test(word) ? word.slice(0, -1) : word;
}

// Endings are looked for after the first consonant that follows a vowel, and after three letters.
function region(word) {
  if (word.length < 3) return word.length;
  const found = /^[^aeiouyäåö]*[aeiouyäåö]+[^aeiouyäåö]/.exec(word);
  return found ? Math.max(3, found[0].length) : word.length;
}
