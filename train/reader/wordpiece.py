"""WordPiece over words, as the encoder was trained: lower case, accents off, longest match first.

Written to give the very same pieces as the reader in Rust; `tests/test_wordpiece.py` holds expected values.
"""

import unicodedata

SHAPES = ["none", "lower", "title", "upper", "mixed", "other"]
CLS, SEP, UNK = "[CLS]", "[SEP]", "[UNK]"


def shape(word, cased=True):
    """Index of a word's case shape; "none" where case carries no meaning."""
    if not cased:
        return 0
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 5
    if all(not c.isupper() for c in letters):
        return 1
    if all(c.isupper() for c in letters):
        return 3 if len(letters) > 1 else 2
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 2
    return 4


def fold(word):
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")


def atoms(word):
    """A word cut at punctuation and symbols: "anti-war" gives "anti", "-", "war"."""
    out, run = [], ""
    for c in word:
        if c.isalnum():
            run += c
        else:
            if run:
                out.append(run)
            run = ""
            if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"):
                out.append(c)
    if run:
        out.append(run)
    return out


class WordPiece:
    """Pieces of words as indices into the encoder's vocabulary."""

    # Quotation marks and dashes that the vocabulary has, but rarely saw, in the form that it knows best.
    PLAIN = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "."}

    def __init__(self, vocabulary):
        self.index = {piece: i for i, piece in enumerate(vocabulary)}
        self.cache = {}

    def pieces(self, word):
        """Indices of a word's pieces; at least one."""
        got = self.cache.get(word)
        if got is None:
            got = []
            for atom in atoms(fold("".join(self.PLAIN.get(c, c) for c in word))):
                got += self.atom(atom)
            got = got[:12] or [self.index[UNK]]
            self.cache[word] = got
        return got

    def atom(self, atom):
        if len(atom) > 60:
            return [self.index[UNK]]
        out, start = [], 0
        while start < len(atom):
            end = len(atom)
            while end > start:
                piece = ("##" if start else "") + atom[start:end]
                if piece in self.index:
                    break
                end -= 1
            if end == start:
                return [self.index[UNK]]
            out.append(self.index[piece])
            start = end
        return out
