"""Who cares, where, and one who may never read."""

from dataclasses import dataclass

from consents.vocabulary import Profession, Specialty
from portal.demo import identities


@dataclass(frozen=True, slots=True)
class Worker:
    """`places`: the first is where he asks from when he says nothing. `assists`: in whose name (R18)."""

    title: str
    given: str
    family: str
    profession: Profession
    places: tuple[str, ...]
    rank: int
    specialty: str = ""
    assists: str = ""

    @property
    def rpps(self) -> str:
        return identities.rpps(self.rank)

    @property
    def email(self) -> str:
        return f"pro{self.rank}@demo.example"


WORKERS = {
    "benali": Worker("Dr", "Karim", "Benali", Profession.PHYSICIAN, ("chu",), 1, Specialty.CARDIOLOGY),
    "garnier": Worker("Dr", "Hélène", "Garnier", Profession.PHYSICIAN, ("chu",), 2, Specialty.PSYCHIATRY),
    "fontaine": Worker("Dr", "Lucie", "Fontaine", Profession.PHYSICIAN, ("chu",), 3, Specialty.EMERGENCY_MEDICINE),
    "haddad": Worker("Dr", "Nadia", "Haddad", Profession.PHYSICIAN, ("chu",), 4, Specialty.PAEDIATRICS),
    "dubois": Worker("", "Claire", "Dubois", Profession.NURSE, ("chu",), 5),
    "petit": Worker("", "Sandrine", "Petit", Profession.MEDICAL_SECRETARY, ("chu",), 6, assists="benali"),
    "rousseau": Worker("Dr", "Olivier", "Rousseau", Profession.DIM_PHYSICIAN, ("chu",), 7),
    "mercier": Worker("Dr", "Paul", "Mercier", Profession.PHYSICIAN, ("msp",), 8, Specialty.GENERAL_MEDICINE),
    "girard": Worker("", "Thomas", "Girard", Profession.NURSE, ("msp",), 9),
    "lopez": Worker("", "Inès", "Lopez", Profession.PHYSIOTHERAPIST, ("msp",), 10),
    "renaud": Worker("", "Élodie", "Renaud", Profession.MIDWIFE, ("msp",), 11),
    "aubry": Worker("Dr", "Camille", "Aubry", Profession.PHYSICIAN, ("cabinet",), 12, Specialty.GENERAL_MEDICINE),
    "lemoine": Worker("Dr", "Philippe", "Lemoine", Profession.PHYSICIAN, ("cardio",), 13, Specialty.CARDIOLOGY),
    "caron": Worker("", "Julie", "Caron", Profession.PHARMACIST, ("pharmacy",), 14),
    "blanchard": Worker("Dr", "Étienne", "Blanchard", Profession.PHARMACIST, ("laboratory",), 15),
    "legoff": Worker("Dr", "Yann", "Le Goff", Profession.SAMU_REGULATOR, ("samu",), 16),
    "delaunay": Worker("Dr", "Marc", "Delaunay", Profession.COORDINATING_PHYSICIAN, ("home",), 17),
    "diallo": Worker("", "Fatou", "Diallo", Profession.NURSE, ("home",), 18),
    "colin": Worker("Dr", "Béatrice", "Colin", Profession.OCCUPATIONAL_PHYSICIAN, ("work",), 19),
    "noel": Worker("Dr", "Gérard", "Noël", Profession.INSURER_PHYSICIAN, ("insurer",), 20),
    "marchal": Worker("Dr", "Agnès", "Marchal", Profession.PHYSICIAN, ("chu",), 21, Specialty.OTHER),
    "hamel": Worker("", "Chloé", "Hamel", Profession.PSYCHOLOGIST, ("chu",), 22),
    "barbier": Worker("Dr", "Simon", "Barbier", Profession.PHYSICIAN, ("clinic",), 23, Specialty.SURGERY),
    "lacroix": Worker("", "Maud", "Lacroix", Profession.NURSE, ("clinic",), 24),
    "picard": Worker("", "Léa", "Picard", Profession.DIETITIAN, ("msp",), 25),
    "roy": Worker("", "Nicolas", "Roy", Profession.PODIATRIST, ("msp",), 26),
    "vidal": Worker("Dr", "Marion", "Vidal", Profession.PHYSICIAN, ("eyes",), 27, Specialty.OTHER),
    "faucher": Worker("", "Samuel", "Faucher", Profession.PHARMACIST, ("bridge",), 28),
    "joubert": Worker("Dr", "Alain", "Joubert", Profession.PHYSICIAN, ("imaging",), 29, Specialty.RADIOLOGY),
}
