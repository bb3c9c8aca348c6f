"""What the demonstration's two calling systems sign in with, kept in an ignored file: the database holds hashes only."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from portal.demo.record import Cast
from sharing.services import callers, upkeep
from sharing.services.callers import Caller, Credentials

#: Ours, and the name under which each is registered. Only the hospital's has a receiver.
SYSTEMS = {"chu": "Dossier patient du CHU de Vallonne", "msp": "Logiciel de la maison de santé du Moulin"}
WITH_RECEIVER = "chu"

Keys = dict[str, Credentials]


def usual_file() -> Path:
    return Path(settings.BASE_DIR) / ".services" / "demo-keys.json"


def read(file: Path) -> Keys:
    """What was kept; nothing when there is no such file."""
    if not file.exists():
        return {}
    kept = json.loads(file.read_text())
    return {name: Credentials(**{**each, "system": UUID(each["system"])}) for name, each in kept.items()}


def write(file: Path, keys: Keys) -> None:
    """Closed to other users of this machine."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".new")
    half.touch(mode=0o600)
    half.write_text(json.dumps({name: asdict(each) for name, each in keys.items()}, default=str, indent=2))
    half.replace(file)


def hold(keys: Keys) -> bool:
    """Whether both systems are registered in this database under these names."""
    return keys.keys() == SYSTEMS.keys() and all(_is_registered(each) for each in keys.values())


def _is_registered(each: Credentials) -> bool:
    try:
        return callers.caller(each.client_id).id == each.system
    except callers.UnknownCaller:
        return False


def register(cast: Cast, *, receiver: str, at: datetime) -> Keys:
    """Both systems anew; those of the same name whose keys were lost are closed."""
    upkeep.close_calling_systems(names=SYSTEMS.values())
    return {
        name: callers.register_calling_system(
            title, organisations=[cast.places[name]], webhook_url=receiver if name == WITH_RECEIVER else "", at=at
        )
        for name, title in SYSTEMS.items()
    }


def as_callers(keys: Keys) -> dict[str, Caller]:
    return {name: callers.caller(each.client_id) for name, each in keys.items()}
