"""What the teacher reads, and the trees that it makes of its scores."""

import itertools
import pathlib
import re
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE / "teacher"))
import texts  # noqa: E402

try:
    import biaffine
    import numpy
except ImportError:
    biaffine = None

# The folders of sets that train; every other one only measures.
TRAIN = {"data/wikievents", "data/causal-news", "data/re3d", "gold/train", "gold/texts"}


class Texts(unittest.TestCase):
    def test_only_sets_that_train_are_read(self):
        source = (HERE / "teacher" / "texts.py").read_text(encoding="utf-8")
        folders = set(re.findall(r'"((?:data|gold)/[a-z0-9-]+)', source))
        self.assertEqual(folders, TRAIN)
        for name in ("dev.jsonl", "test", "dev_subtask"):
            self.assertNotIn(name, source)

    def test_tokens_are_joined_as_they_were_written(self):
        self.assertEqual(texts.joined("Prayuth Chan - ocha , Thailand ’ s leader , did n't speak .".split()),
                         "Prayuth Chan-ocha, Thailand’s leader, didn't speak.")
        self.assertEqual(texts.joined("It cost $ 5 ( about £ 4 ) .".split()), "It cost $5 (about £4).")


@unittest.skipIf(biaffine is None, "PyTorch is not here")
class Trees(unittest.TestCase):
    def test_a_tree_has_one_root_and_no_ring(self):
        self.assertTrue(biaffine.is_tree([1, 1, 1]))
        self.assertFalse(biaffine.is_tree([0, 1, 1]))
        self.assertFalse(biaffine.is_tree([1, 0, 2]))

    def test_the_best_projective_tree_is_found(self):
        def crosses(heads):
            arcs = [tuple(sorted((d, h))) for d, h in enumerate(heads) if d != h]
            root = next(d for d, h in enumerate(heads) if d == h)
            over = any(a < root < b for a, b in arcs)
            return over or any(a < c < b < d for (a, b), (c, d) in itertools.permutations(arcs, 2))

        rng = numpy.random.default_rng(3)
        for _ in range(40):
            scores = rng.normal(size=(4, 4))
            every = (h for h in itertools.product(range(4), repeat=4) if biaffine.is_tree(list(h)) and not crosses(h))
            best = max(every, key=lambda h: sum(scores[d, h[d]] for d in range(4)))
            self.assertEqual(biaffine.eisner(scores), list(best), scores)


if __name__ == "__main__":
    unittest.main()
