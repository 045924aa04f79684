"""What triage sees of a sentence: hashed words, beginnings of words and pairs of words.

`crates/reader/src/triage.rs` does the very same; the values in tests/test_features.py stand in its tests too.
"""

import functools
import re

BITS = 17
WORD, START, PAIR = 0x11111111, 0x22222222, 0x33333333
START_BYTES = 5
MIX = 0x9E3779B1
MASK = 0xFFFFFFFF
# Quotation marks, dashes and spaces beyond ASCII (U+2000-203F, U+0080-00BF) part words; letters beyond ASCII do not.
PARTS = re.compile(rb"\xe2\x80.|\xc2.", re.DOTALL)
RUN = re.compile(rb"[0-9a-z\x80-\xff]+")
DIGIT = re.compile(rb"[0-9]")
CLOSE, OPEN = "\"'”’)]", "\"'“‘(["
STOP = re.compile(rf"[.!?][{re.escape(CLOSE)}]*\s+(?=[{re.escape(OPEN)}]*(\w))")
SHORT = re.compile(r"(?<![^\W_])[^\W_]{1,3}$")


def words(text):
    """The words as bytes: small ASCII letters, every digit a 0."""
    return RUN.findall(PARTS.sub(b" ", DIGIT.sub(b"0", text.encode().lower())))


def fnv(data):
    """FNV-1a, 32 bits."""
    value = 2166136261
    for byte in data:
        value = (value ^ byte) * 16777619 & MASK
    return value


@functools.cache
def hashes(word):
    """Hash of a word, and of its first five bytes where it has more."""
    return fnv(word), fnv(word[:START_BYTES]) if len(word) > START_BYTES else None


def slot(value, kind):
    """Where the weight of a feature lies."""
    return ((value ^ kind) * MIX & MASK) >> (32 - BITS)


def features(text):
    """Slots of all features of a sentence, each as often as it occurs."""
    out, before = [], 0
    for word in words(text):
        value, start = hashes(word)
        out.append(slot(value, WORD))
        if start is not None:
            out.append(slot(start, START))
        out.append(slot((before * MIX & MASK) ^ value, PAIR))
        before = value
    return out


def sentences(text):
    """Lines, cut after stops before a capital; not after a full stop behind a short capitalised word ("Gen.", "U.S.")."""
    for line in re.split(r"[\r\n]+", text):
        start = 0
        for stop in STOP.finditer(line):
            short = SHORT.search(line, start, stop.start()) if line[stop.start()] == "." else None
            if stop[1].isupper() and not (short and short[0][0].isupper()):
                yield line[start:stop.end()]
                start = stop.end()
        yield line[start:]
