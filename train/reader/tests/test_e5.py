"""The encoder to compare with: weights of four bits and the cutting of words, on invented numbers."""

import json
import pathlib
import struct
import sys
import tempfile
import unittest

try:
    import numpy
except ImportError as missing:
    raise unittest.SkipTest("NumPy is not installed") from missing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "compare"))
import e5  # noqa: E402

# Beside the marks: a beginning alone, words, parts of words, single letters.
PIECES = [*e5.SPECIAL, "▁", "▁road", "▁ro", "ad", "block", "▁roadb", "lock", "ed", "e", "d", "Or", "▁Or", "."]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.0, -5.0, -5.0, -4.0, -6.0, -9.0, -9.0, -3.0, -6.0, -6.5, -7.0, -7.5, -3.0]


class Dequantized(unittest.TestCase):
    def block(self, step, halves):
        packed = bytes(halves[i] | halves[i + 16] << 4 for i in range(16))
        return struct.pack("<e", step) + packed

    def test_low_halves_come_first(self):
        halves = [i % 16 for i in range(16)] + [15 - i % 16 for i in range(16)]
        got = e5.dequantized(self.block(0.5, halves), 32)
        self.assertEqual(got.shape, (1, 32))
        self.assertEqual(got[0].tolist(), [(h - 8) * 0.5 for h in halves])

    def test_each_block_has_its_step(self):
        raw = b"".join(self.block(step, [9] * 32) for step in (0.25, 2.0, -1.0, 0.0))
        got = e5.dequantized(raw, 64)
        self.assertEqual(got.dtype, numpy.float32)
        self.assertEqual(got[:, ::32].tolist(), [[0.25, 2.0], [-1.0, 0.0]])
        self.assertEqual(got[:, 31::32].tolist(), [[0.25, 2.0], [-1.0, 0.0]])


class Cut(unittest.TestCase):
    def setUp(self):
        self.tokeniser = e5.Unigram(PIECES, SCORES, {ord("…"): "...", 0x200B: " ", 0x01: ""})

    def named(self, word):
        return [PIECES[i] for i in self.tokeniser.cut(word)]

    def test_likeliest_not_longest(self):
        # ▁road block ed: -14; ▁roadb lock ed: -21; ▁ro ad block ed: -18.
        self.assertEqual(self.named("roadblocked"), ["▁road", "block", "ed"])
        self.assertEqual(self.named("road"), ["▁road"])

    def test_case_is_kept(self):
        self.assertEqual(self.named("Or"), ["▁Or"])
        self.assertEqual(self.named("or"), ["▁", "<unk>"])

    def test_unknown_characters_in_a_row_are_one(self):
        self.assertEqual(self.named("xyzed"), ["▁", "<unk>", "ed"])
        self.assertEqual(self.named("xedx"), ["▁", "<unk>", "ed", "<unk>"])

    def test_characters_are_replaced_first(self):
        self.assertEqual(self.named("ed…"), ["▁", "ed", ".", ".", "."])
        self.assertEqual(self.named("road\u200bOr\x01"), ["▁road", "▁Or"])

    def test_marks_are_no_text(self):
        self.assertNotIn(0, self.tokeniser.cut("<s>"))
        self.assertEqual((self.tokeniser.index["[CLS]"], self.tokeniser.index["[SEP]"]), (0, 2))

    def test_at_least_one_and_at_most_twelve(self):
        self.assertEqual(self.tokeniser.pieces("\u200b"), [e5.UNK])
        self.assertEqual(len(self.tokeniser.pieces("." * 40)), 12)
        self.assertIs(self.tokeniser.pieces("road"), self.tokeniser.pieces("road"))

    def test_needed_keeps_pieces_of_training_words_and_single_characters(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, words in (("a.train", ["road", "blocked"]), ("a.dev", ["Or"])):
                (pathlib.Path(folder) / f"{name}.jsonl").write_text(json.dumps({"words": words}) + "\n")
            keep = e5.needed(self.tokeniser, folder)
        self.assertEqual([PIECES[i] for i in keep], [*e5.SPECIAL, "▁", "▁road", "block", "ed", "e", "d", "."])
        small = e5.Unigram([PIECES[i] for i in keep], [SCORES[i] for i in keep], None, self.tokeniser.unknown)
        self.assertEqual([keep[i] for i in small.cut("roadblocked")], self.tokeniser.cut("roadblocked"))


if __name__ == "__main__":
    unittest.main()
