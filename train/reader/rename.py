"""Other names in the place of those of a window, so that the network learns from what stands around a name.

A name is exchanged for one of the same kind and the same number of words, the same name of a window always for the same one;
so all spans of the window stay where they are. Persons of two words are put together from the first and the last word of two
persons of the pool. Windows whose case is lost, and kinds that are no proper names (weapons, vehicles), stay as they are.
"""

import collections
import copy

KINDS = {"PER", "ORG", "GPE", "LOC", "FAC"}
# A pool of fewer names would teach those names.
ENOUGH = 20
# How often, in training, a window is shown with other names, and how many of its names are exchanged then.
SHOWN, EXCHANGED = 0.35, 0.75


def kind(label):
    """The key of a kind; sets that do not part some kinds have a pool of their own."""
    kinds = [label] if isinstance(label, str) else label
    return "|".join(kinds) if set(kinds) <= KINDS else None


def pools(groups):
    """{(kind, words): names} of all cased windows, in a fixed order."""
    out = collections.defaultdict(set)
    for group in groups:
        for window in group:
            if window.get("cased", True):
                for start, end, label in window.get("names") or []:
                    if kind(label):
                        out[kind(label), end - start].add(tuple(window["words"][start:end]))
    return {key: sorted(names) for key, names in sorted(out.items()) if len(names) >= ENOUGH}


def other(key, pool, rng):
    """A name of a kind and length."""
    names = pool[key]
    if key == ("PER", 2):
        return rng.choice(names)[0], rng.choice(names)[1]
    return rng.choice(names)


def renamed(window, pool, rng):
    """The words of a window with other names in it; None where it has none to exchange."""
    if not window.get("cased", True):
        return None
    words, chosen = copy.copy(window["words"]), {}
    for start, end, label in window.get("names") or []:
        key = kind(label), end - start
        name = tuple(window["words"][start:end])
        if name not in chosen:
            chosen[name] = other(key, pool, rng) if key in pool and rng.random() < EXCHANGED else None
        if chosen[name]:
            words[start:end] = chosen[name]
    return words if words != window["words"] else None
