"""Hand-worked hashes; the same values stand in crates/reader/src/triage.rs."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import features as f  # noqa: E402


class Features(unittest.TestCase):
    def test_hashes(self):
        # FNV-1a of nothing and of "a" are published; the rest was worked from its definition.
        self.assertEqual(f.fnv(b""), 0x811C9DC5)
        self.assertEqual(f.fnv(b"a"), 0xE40C292C)
        self.assertEqual(f.fnv(b"foobar"), 0xBF9CF968)

    def test_words(self):
        self.assertEqual(f.words("“Gunmen” didn’t fire—12 SHOTS."), [b"gunmen", b"didn", b"t", b"fire", b"00", b"shots"])
        self.assertEqual(f.words("«Café» at\u00a0Gao"), ["café".encode(), b"at", b"gao"])

    def test_slots(self):
        self.assertEqual(f.slot(f.fnv(b"a"), f.WORD), A_WORD)
        self.assertEqual(f.features("Foobar a"), FOOBAR_A)

    def test_sentences(self):
        text = "Gen. Diallo of the U.S. Army left. \"We stay,\" he said.  2 men ran.\nShells fell! (Nobody died.) End"
        self.assertEqual([s.strip() for s in f.sentences(text)],
                         ["Gen. Diallo of the U.S. Army left.", "\"We stay,\" he said.  2 men ran.", "Shells fell!",
                          "(Nobody died.)", "End"])


# (0xE40C292C ^ 0x11111111) * 0x9E3779B1 mod 2^32, its upper 17 bits.
A_WORD = 65255213 >> 15
FOOBAR_A = [50683, 69994, 130937, 1991, 22654]

if __name__ == "__main__":
    unittest.main()
