"""Where people are cared for, and one place that may never read (R77). Invented, in an invented town."""

from dataclasses import dataclass

from consents.vocabulary import OrganisationKind as Kind
from portal.demo import identities


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    kind: Kind
    rank: int

    @property
    def finess(self) -> str:
        return identities.finess(self.rank)


TOWN = "Vallonne-sur-Orve"
PLACES = {
    "chu": Place("CHU de Vallonne", Kind.HOSPITAL, 1),
    "msp": Place("Maison de santé du Moulin", Kind.GROUP_PRACTICE, 2),
    "cabinet": Place("Cabinet médical de la Place", Kind.PRIVATE_PRACTICE, 3),
    "cardio": Place("Cabinet de cardiologie du Port", Kind.PRIVATE_PRACTICE, 4),
    "pharmacy": Place("Pharmacie des Halles", Kind.PHARMACY, 5),
    "laboratory": Place("Laboratoire Bellevue", Kind.LABORATORY, 6),
    "samu": Place("SAMU de Vallonne", Kind.SAMU, 7),
    "home": Place("Résidence Les Glycines", Kind.NURSING_HOME, 8),
    "work": Place("Santé au travail du Val d’Orve", Kind.OCCUPATIONAL_HEALTH, 9),
    "insurer": Place("Assurances Horizon", Kind.INSURER, 10),
    "clinic": Place("Hôpital Saint-Roch", Kind.HOSPITAL, 11),
    "bridge": Place("Pharmacie du Pont", Kind.PHARMACY, 12),
    "eyes": Place("Cabinet d’ophtalmologie du Quai", Kind.PRIVATE_PRACTICE, 13),
    "imaging": Place("Imagerie médicale de l’Orve", Kind.IMAGING_CENTRE, 14),
}
