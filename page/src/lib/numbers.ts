// A first reading of a number of persons in words, to fill in a form. The person who reviews sees and corrects it.

import type { Range } from './types';

const ONES = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
// As the reader's own table has them: data/codes/quantities.tsv.
const VAGUE: Record<string, Range> = {
  several: { low: 3, high: 9 }, few: { low: 2, high: 5 }, handful: { low: 2, high: 6 }, couple: { low: 2, high: 5 },
  dozen: { low: 12, high: 12 }, dozens: { low: 24, high: 99 }, scores: { low: 40, high: 99 },
  hundreds: { low: 200, high: 999 }, thousands: { low: 2000, high: 9999 },
  both: { low: 2, high: 2 }, nobody: { low: 0, high: 0 }, none: { low: 0, high: 0 }, no: { low: 0, high: 0 },
};

/** "twenty-one", "1,200", "a hundred and five" as numbers, in the order in which they stand. */
function numbersIn(text: string): number[] {
  const out: number[] = [];
  let sum: number | null = null;
  const flush = () => {
    if (sum !== null) out.push(sum);
    sum = null;
  };
  for (const word of text.match(/\d{1,3}(?:[,.\u00a0 ]\d{3})+(?!\d)|\d+|[a-z]+/g) ?? []) {
    if (/\d/.test(word)) {
      flush();
      out.push(Number(word.replace(/\D/g, '')));
    } else if (ONES.includes(word)) {
      const n: number = ONES.indexOf(word);
      if (sum !== null && (sum % 10 !== 0 || sum === 0 || (sum % 100 !== 0 && n > 9))) flush();
      sum = (sum ?? 0) + n;
    } else if (TENS.includes(word)) {
      if (sum !== null && sum % 100 !== 0) flush();
      sum = (sum ?? 0) + (TENS.indexOf(word) + 2) * 10;
    } else if (word === 'hundred' || word === 'thousand') {
      sum = (sum ?? 1) * (word === 'hundred' ? 100 : 1000);
    } else if (word !== 'and' || sum === null || sum % 100 !== 0) {
      flush();
    }
  }
  flush();
  return out;
}

/** The lowest and highest number that some words give; `null` where they give none. */
export function rangeIn(words: string): Range | null {
  const text = words.toLowerCase();
  const found = numbersIn(text);
  if (!found.length) {
    const vague = text.match(/[a-z]+/g)?.find((w) => w in VAGUE);
    if (vague) return { ...VAGUE[vague]! };
    return /^an? /.test(text) ? { low: 1, high: 1 } : null;
  }
  const [a, b] = found as [number, number | undefined];
  if (b !== undefined && b > a && /\bto\b|\bbetween\b|[-–—]|\bor\b/.test(text)) return { low: a, high: b };
  if (/\bat least\b|\bmore than\b|\bover\b|\bor more\b|\bno fewer than\b|\bno less than\b/.test(text)) {
    return { low: /\bmore than\b|\bover\b/.test(text) ? a + 1 : a, high: null };
  }
  if (/\bup to\b|\bas many as\b|\bat most\b|\bno more than\b/.test(text)) return { low: 0, high: a };
  return { low: a, high: a };
}
