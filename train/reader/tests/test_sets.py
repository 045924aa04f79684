"""Only sets that may train do: the manifest against the sets that measure and the test parts that are held back."""

import pathlib
import tomllib
import unittest

HERE = pathlib.Path(__file__).resolve().parent.parent
# Sets that measure only; a name that holds one of these must not train.
MEASURE_ONLY = ["polnear", "clusters", "plover", "plv", "lgl", "geovirus", "te3", "timebank", "aquaint", "wikiwars", "timenorm",
                "uw", "aeb", "wcxb", "htmldate", "tr-news", "geowebnews", "worldwide", "m2e2", "case-2021", "platinum"]


class Sets(unittest.TestCase):
    def test_no_set_that_only_measures_is_in_the_manifest(self):
        for name, terms in tomllib.loads((HERE / "sets.toml").read_text(encoding="utf-8")).items():
            for banned in MEASURE_ONLY:
                self.assertNotIn(banned, name)
            self.assertGreater(terms["times"], 0, name)
            self.assertTrue(terms["licence"], name)

    def test_every_scheme_is_one_that_the_program_knows(self):
        import sys
        sys.path.insert(0, str(HERE))
        import labels
        manifest = tomllib.loads((HERE / "sets.toml").read_text(encoding="utf-8"))
        used = {terms.get("scheme", "diurna") for terms in manifest.values()}
        self.assertEqual(used, set(labels.SCHEMES))
        # The order of the rows of the embedding, in the program.
        source = (HERE / "../../crates/network/src/manner.rs").read_text(encoding="utf-8")
        body = source.split("pub enum Scheme {")[1].split("}")[0]
        variants = [line.strip(" ,") for line in body.splitlines() if line.strip().endswith(",")]
        self.assertEqual([v.lower() for v in variants], labels.SCHEMES)

    def test_no_converter_opens_a_folder_that_only_measures_or_is_held_back(self):
        for path in sorted((HERE / "convert").glob("*.py")):
            text = path.read_text(encoding="utf-8")
            for banned in ["polnear", "plover-dyads", "clusters", "sealed", "/UW", "\"UW\"", "te3-", "wikiwars", "lgl", "geovirus"]:
                self.assertNotIn(banned, text, path.name)

    def test_the_dev_part_of_the_gold_never_trains(self):
        # train.py reads only files named SET.train.jsonl; gold.py writes the dev part under another name.
        text = (HERE / "train.py").read_text(encoding="utf-8")
        self.assertIn('f"{name}.train.jsonl"', text)


class Own(unittest.TestCase):
    def test_every_block_of_our_own_examples_is_sound(self):
        import sys
        sys.path.insert(0, str(HERE / "convert"))
        import own
        count = 0
        for path in sorted((HERE / "own").glob("*.txt")):
            for block in own.blocks(path):
                block.window()
                count += 1
                self.assertEqual(block.errors, [], block.name)
        self.assertGreater(count, 900)


if __name__ == "__main__":
    unittest.main()
