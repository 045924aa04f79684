"""The labels of the reader and the one format that every training set is converted to.

A *window* is a run of sentences of one text, as a JSON object on one line:

    set      name of the set ("wikievents"), as in sets.toml
    id       unique within the set
    words    tokens, as the set's own tokeniser cut them (contractions and punctuation apart)
    sents    index of the first word of each sentence, the first is 0
    cased    false where upper and lower case carry no meaning (MUC is all capitals)
    names    [[start, end, NAME], ...]                             or null: the set has no names; in place of NAME
             may stand a list: one of these, we do not know which
    kinds    the NAMEs that the set marks wherever they occur (absent or null: all); other names may be marked now and then
    ignore_names  [[start, end], ...] words of which it is not known whether they are a name, or part of one
    events   [{start, end, root, mode, status, roles, same, answers}, ...]  or null
    roots    the roots that the set marks wherever they occur (absent: all); events of other roots may stand unmarked
    roles    the roles that the set marks for its events (absent: all)
    ignore   [[start, end], ...] words about whose event labels nothing is known
    cues     [{start, end, source, content, hedged}, ...]          or null
    ignore_cues  [[start, end], ...] words in which a cue may stand unmarked
    fillers  [[start, end, FILLER], ...]                           or null: only MUC has them

All spans are word indices, end-exclusive. In an event, `root` may be null where only `status` is known; `mode`
and `status` may be null (unknown), `status` may be a list (one of these). `roles` maps a role to spans.
`same` and `answers` are indices into `events` of the window: triggers that tell of the very same
incident, and the events that this one is said to answer; absent: unknown.
`source` and `content` are lists of spans; `hedged` may be null.
"""

# Whose scheme a window is labelled after: sets differ in what they mark, and the network is told which is asked for.
# The first is ours, and the one that the program reads with.
SCHEMES = ["diurna", "wikievents", "muc", "ewt", "gum", "wiki", "re3d", "broad", "dyads"]
NAMES = ["PER", "ORG", "GPE", "LOC", "FAC", "GRP", "WEA", "VEH"]
ROOTS = [
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "RETREAT",
]
MODES = {
    "ASSAULT": ["aerial", "missile_rocket", "artillery", "bombing", "car_bomb", "suicide", "firearms", "armed_clash",
                "stabbing", "arson", "kidnapping", "beating", "sexual", "chemical", "ramming", "other"],
    "PROTEST": ["demonstration", "riot", "strike", "blockade", "hunger_strike", "other"],
    "COERCE": ["arrest", "curfew", "seizure", "blockade", "censorship", "other"],
    "MOBILIZE": ["troops", "alert", "other"],
}
# One list for the classifier: a mode belongs to its root.
ROOT_MODES = [f"{root}/{mode}" for root, modes in MODES.items() for mode in modes]
STATUSES = ["happened", "ongoing", "planned", "threatened", "demanded", "denied", "hypothetical"]
ROLES = ["agent", "target", "instrument", "place", "time", "killed", "injured"]
SPEECH = ["source", "content"]
LINKS = ["answers", "same"]
PAIRS = ROLES + SPEECH + LINKS
FILLERS = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"]


def bio(labels):
    """Tags of a labelling: outside, then beginning and inside of each label."""
    return ["O"] + [f"{p}-{label}" for label in labels for p in "BI"]


def problems(window):
    """What is wrong with a window, as a list of messages; empty for a good one."""
    found = []
    n = len(window["words"])

    def span(what, s, e):
        if not (0 <= s < e <= n):
            found.append(f"{what}: span {s}..{e} of {n} words")

    if not n or window["sents"][:1] != [0] or sorted(set(window["sents"])) != window["sents"] or window["sents"][-1] >= n:
        found.append(f"sents: {window['sents']} of {n} words")
    for s, e, label in window.get("names") or []:
        span(f"name {label}", s, e)
        some = label if isinstance(label, list) else [label]
        if not some or len(set(some)) < len(some) or set(some) - set(NAMES):
            found.append(f"name {label}")
    for s, e in window.get("ignore_names") or []:
        span("ignore_names", s, e)
    for kind in window.get("kinds") or []:
        if kind not in NAMES:
            found.append(f"kind {kind}")
    events = window.get("events") or []
    for event in events:
        span("event", event["start"], event["end"])
        root, mode, status = event.get("root"), event.get("mode"), event.get("status")
        if root is not None and root not in ROOTS:
            found.append(f"root {root}")
        if mode is not None and mode not in MODES.get(root, []):
            found.append(f"mode {mode} of {root}")
        for one in status if isinstance(status, list) else [status]:
            if one is not None and one not in STATUSES:
                found.append(f"status {one}")
        for role, spans in (event.get("roles") or {}).items():
            if role not in ROLES:
                found.append(f"role {role}")
            for s, e in spans:
                span(role, s, e)
        for link in LINKS:
            for other in event.get(link) or []:
                if not 0 <= other < len(events):
                    found.append(f"{link}: event {other} of {len(events)}")
    for cue in window.get("cues") or []:
        span("cue", cue["start"], cue["end"])
        for part in SPEECH:
            for s, e in cue[part]:
                span(part, s, e)
    for key in ("ignore", "ignore_cues"):
        for s, e in window.get(key) or []:
            span(key, s, e)
    for s, e, label in window.get("fillers") or []:
        span(label, s, e)
        if label not in FILLERS:
            found.append(f"filler {label}")
    return found
