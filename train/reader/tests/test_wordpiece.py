"""Pieces and shapes; the same expected values stand in crates/network/src/wordpiece.rs."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from wordpiece import SHAPES, WordPiece, shape  # noqa: E402

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "anti", "-", "war", "##s", "qa", "##im", '"', ".", "7"]


class Pieces(unittest.TestCase):
    def test_words_fall_into_their_longest_pieces(self):
        pieces = WordPiece(VOCABULARY).pieces
        for word, want in [("Anti-war", [4, 5, 6]), ("wars", [6, 7]), ("Qa’im", [8, 1, 1]), ("Qáim", [8, 9]),
                           ("“", [10]), ("7…", [12, 11]), ("peace", [1]), ("\u200b", [1])]:
            self.assertEqual(pieces(word), want, word)

    def test_shapes_tell_names_from_words(self):
        for word, want in [("attack", "lower"), ("Attack", "title"), ("A", "title"), ("UN", "upper"), ("McRae", "mixed"),
                           ("al-Shabab", "mixed"), ("2016", "other")]:
            self.assertEqual(SHAPES[shape(word)], want, word)
        self.assertEqual(SHAPES[shape("UN", cased=False)], "none")


if __name__ == "__main__":
    unittest.main()
