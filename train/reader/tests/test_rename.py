"""Names exchanged in training: what changes, what stays, and that it is the same each time."""

import pathlib
import random
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
import rename  # noqa: E402

WORDS = "Omar Hale fled Tarvesh . Hale , a Norn , met Omar Hale with a rifle .".split()
NAMES = [[0, 2, "PER"], [3, 4, "GPE"], [5, 6, "PER"], [8, 9, "GRP"], [11, 13, "PER"], [15, 16, "WEA"]]
WINDOW = {"words": WORDS, "names": NAMES}
POOL = {("PER", 2): [("Ana", "Ruiz")], ("PER", 1): [("Ruiz",)], ("GPE", 1): [("Lima",)]}


class Always(random.Random):
    """Exchanges all that can be."""

    def random(self):
        return 0.0


class Names(unittest.TestCase):
    def test_a_name_becomes_the_same_other_one_wherever_it_stands(self):
        words = rename.renamed(WINDOW, POOL, Always(1))
        # Nationalities and weapons stay, as do all places of the window.
        self.assertEqual(" ".join(words), "Ana Ruiz fled Lima . Ruiz , a Norn , met Ana Ruiz with a rifle .")
        self.assertEqual(WINDOW["words"], WORDS)

    def test_the_draw_is_that_of_the_seed(self):
        pool = {("GPE", 1): [(name,) for name in ("Lima", "Oslo", "Accra", "Quito")]}
        draws = {tuple(rename.renamed(WINDOW, pool, random.Random(seed)) or WORDS) for seed in range(40)}
        self.assertEqual({words[3] for words in draws}, {"Tarvesh", "Lima", "Oslo", "Accra", "Quito"})
        self.assertEqual(rename.renamed(WINDOW, pool, random.Random(5)), rename.renamed(WINDOW, pool, random.Random(5)))

    def test_nothing_to_exchange_is_none(self):
        self.assertIsNone(rename.renamed({"words": WORDS, "names": None}, POOL, Always(1)))
        self.assertIsNone(rename.renamed({**WINDOW, "cased": False}, POOL, Always(1)))
        self.assertIsNone(rename.renamed(WINDOW, {}, Always(1)))

    def test_pools_hold_proper_names_of_cased_text_that_are_many(self):
        few = {"words": ["Lima"], "names": [[0, 1, "GPE"]]}
        many = {"words": [f"P{i}" for i in range(rename.ENOUGH)], "names": [[i, i + 1, "PER"] for i in range(rename.ENOUGH)]}
        lost = {"words": [f"Q{i}" for i in range(rename.ENOUGH)], "names": many["names"], "cased": False}
        pools = rename.pools([[few, many], [lost]])
        self.assertEqual(list(pools), [("PER", 1)])
        self.assertEqual(pools["PER", 1], sorted((f"P{i}",) for i in range(rename.ENOUGH)))

    def test_kinds_that_a_set_does_not_part_have_a_pool_of_their_own(self):
        self.assertEqual(rename.kind(["GPE", "LOC", "FAC"]), "GPE|LOC|FAC")
        self.assertIsNone(rename.kind("VEH"))


if __name__ == "__main__":
    unittest.main()
