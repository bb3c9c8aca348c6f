"""What the record is made of: documents as references, and who takes part in whose care. Times are days before the
demonstration first began.
"""

from dataclasses import dataclass

from consents.vocabulary import CareBasis, Specialty

_LOINC = "http://loinc.org"
_TRE_A05 = "https://mos.esante.gouv.fr/NOS/TRE_A05-TypeDocComplementaire/FHIR/TRE-A05-TypeDocComplementaire"
TYPES = {
    "admin": (_LOINC, "51851-4"),
    "blood": (_LOINC, "11502-2"),
    "care_plan": (_LOINC, "18776-5"),
    "certificate": (_LOINC, "89601-9"),
    "child": (_LOINC, "59283-2"),
    "consultation": (_LOINC, "11488-4"),
    "delivery": (_LOINC, "15508-5"),
    "discharge": (_LOINC, "11490-0"),
    "dispensed": (_LOINC, "60593-1"),
    "emergency": (_LOINC, "15507-7"),
    "follow_up": (_LOINC, "11506-3"),
    "genetics": (_LOINC, "51969-4"),
    "given": (_LOINC, "80565-5"),
    "imaging": (_LOINC, "18748-4"),
    "long_illness": (_TRE_A05, "PROT_ALD"),
    "operation": (_LOINC, "34874-8"),
    "own": (_TRE_A05, "DOCPAT03"),
    "pathology": (_LOINC, "60568-3"),
    "pregnancy": (_LOINC, "89233-1"),
    "prescription": (_LOINC, "57833-6"),
    "psychiatry": (_LOINC, "68599-0"),
    "psychology": (_LOINC, "83901-9"),
    "refund": (_TRE_A05, "REMB"),
    "social": (_LOINC, "28653-4"),
    "stay": (_LOINC, "34112-3"),
    "summary": (_LOINC, "60591-5"),
    "vaccine": (_LOINC, "87273-9"),
    "wishes": (_TRE_A05, "EXPPAT_3"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """`days` ago; `number` is what its source calls it."""

    patient: str
    number: int
    days: int
    kind: str
    author: str = ""
    place: str = ""
    specialty: Specialty | None = None
    third_party: bool = False
    pending: bool = False
    replaces: int = 0

    @property
    def name(self) -> str:
        return f"{self.patient}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Care:
    """From `begins` days ago; until `ends` days ago, or still."""

    patient: str
    professional: str
    basis: CareBasis
    begins: int
    place: str = ""
    ends: int | None = None
