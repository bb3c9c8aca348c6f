"""What the demonstration's calling systems sign in with, kept in an ignored file: the database holds hashes only."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from portal.demo.record import Cast
from portal.demo.steps import NOBODY
from sharing.scopes import Scope
from sharing.services import callers, upkeep
from sharing.services.callers import Caller, Credentials


@dataclass(frozen=True, slots=True)
class Software:
    """The name under which it is registered, the places it asks for, and where it is told in vain."""

    title: str
    places: tuple[str, ...]
    broken: str = ""


#: Only the hospital's has a receiver that answers.
SYSTEMS = {
    "chu": Software("Dossier patient du CHU de Vallonne", ("chu",)),
    "msp": Software("Logiciel de la maison de santé du Moulin", ("msp",), NOBODY),
    "clinic": Software("Dossier patient de l’hôpital Saint-Roch", ("clinic",)),
    "town": Software(
        "Logiciels de ville de Vallonne",
        ("cabinet", "cardio", "pharmacy", "bridge", "laboratory", "imaging", "eyes", "samu", "home", "work", "insurer"),
    ),
}
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
    """Whether every system is registered in this database under the name kept."""
    return keys.keys() == SYSTEMS.keys() and all(_is_registered(each) for each in keys.values())


def _is_registered(each: Credentials) -> bool:
    try:
        return callers.caller(each.client_id).id == each.system
    except callers.UnknownCaller:
        return False


def register(cast: Cast, *, receiver: str, at: datetime) -> Keys:
    """Every system anew; those of the same name whose keys were lost are closed."""
    upkeep.close_calling_systems(names=[one.title for one in SYSTEMS.values()])
    return {
        name: callers.register_calling_system(
            one.title,
            organisations=[cast.places[place] for place in one.places],
            granted=[scope.value for scope in Scope],
            webhook_url=receiver if name == WITH_RECEIVER else one.broken,
            at=at,
        )
        for name, one in SYSTEMS.items()
    }


def by_place(keys: Keys) -> dict[str, Caller]:
    """Whose software asks for the professionals of each place."""
    return {place: callers.caller(each.client_id) for name, each in keys.items() for place in SYSTEMS[name].places}
