"""Documents as references: type, author, place, day. What they would say exists nowhere."""

from dataclasses import dataclass

from consents.vocabulary import Specialty

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


#: The one of the tour: made at the CHU by Dr Garnier, seen there by Dr Benali until Marie opposes it.
TOUR = "marie-20"
PAPERS = (
    Paper("marie", 1, 720, "consultation", "aubry", "cabinet", Specialty.GENERAL_MEDICINE),
    Paper("marie", 2, 719, "prescription", "aubry", "cabinet"),
    Paper("marie", 3, 700, "blood", "blanchard", "laboratory"),
    Paper("marie", 4, 650, "long_illness", "aubry", "cabinet", Specialty.GENERAL_MEDICINE),
    Paper("marie", 5, 610, "emergency", "fontaine", "chu", Specialty.EMERGENCY_MEDICINE),
    Paper("marie", 6, 606, "stay", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("marie", 7, 605, "discharge", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("marie", 8, 600, "dispensed", "caron", "pharmacy"),
    Paper("marie", 9, 520, "imaging", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("marie", 10, 430, "consultation", "renaud", "msp", Specialty.SEXUAL_HEALTH),
    Paper("marie", 11, 428, "blood", "blanchard", "laboratory", Specialty.SEXUAL_HEALTH),
    Paper("marie", 12, 365, "summary", "aubry", "cabinet", Specialty.GENERAL_MEDICINE),
    Paper("marie", 13, 360, "follow_up", "girard", "msp"),
    Paper("marie", 14, 330, "prescription", "aubry", "cabinet"),
    Paper("marie", 15, 300, "vaccine", "caron", "pharmacy"),
    Paper("marie", 16, 262, "psychiatry", "garnier", "chu"),
    Paper("marie", 17, 205, "consultation", "lemoine", "cardio", Specialty.CARDIOLOGY),
    Paper("marie", 18, 190, "genetics", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("marie", 19, 150, "follow_up", "lopez", "msp"),
    Paper("marie", 20, 120, "psychiatry", "garnier", "chu"),
    Paper("marie", 21, 118, "prescription", "garnier", "chu", Specialty.PSYCHIATRY),
    Paper("marie", 22, 90, "imaging", "benali", "chu", Specialty.RADIOLOGY),
    Paper("marie", 23, 75, "emergency", "fontaine", "chu", Specialty.EMERGENCY_MEDICINE),
    Paper("marie", 24, 60, "care_plan", "girard", "msp"),
    Paper("marie", 25, 45, "blood", "blanchard", "laboratory"),
    Paper("marie", 26, 35, "social", "garnier", "chu", Specialty.PSYCHIATRY, third_party=True),
    Paper("marie", 27, 30, "given", "dubois", "chu", Specialty.CARDIOLOGY),
    Paper("marie", 28, 14, "consultation", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("marie", 29, 10, "wishes"),
    Paper("marie", 30, 6, "dispensed", "caron", "pharmacy"),
    Paper("marie", 31, 4, "pathology", "benali", "chu", Specialty.CARDIOLOGY, pending=True),
    Paper("sophie", 1, 290, "consultation", "renaud", "msp", Specialty.GYNAECOLOGY),
    Paper("sophie", 2, 80, "blood", "blanchard", "laboratory"),
    Paper("lina", 1, 480, "consultation", "haddad", "chu", Specialty.PAEDIATRICS),
    Paper("lina", 2, 400, "vaccine", "caron", "pharmacy"),
    Paper("lina", 3, 200, "psychology", "haddad", "chu", Specialty.PSYCHIATRY),
    Paper("lina", 4, 115, "consultation", "renaud", "msp", Specialty.SEXUAL_HEALTH),
    Paper("lina", 5, 114, "prescription", "renaud", "msp", Specialty.SEXUAL_HEALTH),
    Paper("lina", 6, 20, "certificate", "haddad", "chu", Specialty.PAEDIATRICS),
    Paper("noe", 1, 690, "child", "haddad", "chu", Specialty.PAEDIATRICS),
    Paper("noe", 2, 390, "vaccine", "mercier", "msp"),
    Paper("noe", 3, 120, "emergency", "fontaine", "chu", Specialty.EMERGENCY_MEDICINE),
    Paper("noe", 4, 25, "child", "mercier", "msp", Specialty.PAEDIATRICS),
    Paper("henri", 1, 640, "admin", "", "home"),
    Paper("henri", 2, 630, "summary", "delaunay", "home", Specialty.GENERAL_MEDICINE),
    Paper("henri", 3, 500, "care_plan", "delaunay", "home"),
    Paper("henri", 4, 300, "wishes"),
    Paper("henri", 5, 140, "emergency", "fontaine", "chu", Specialty.EMERGENCY_MEDICINE),
    Paper("henri", 6, 131, "discharge", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("henri", 7, 100, "given", "diallo", "home"),
    Paper("henri", 8, 15, "prescription", "delaunay", "home"),
    Paper("jeanne", 1, 520, "consultation", "aubry", "cabinet", Specialty.ONCOLOGY),
    Paper("jeanne", 2, 198, "stay", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("jeanne", 3, 180, "pathology", "benali", "chu", Specialty.ONCOLOGY),
    Paper("jeanne", 4, 170, "psychiatry", "garnier", "chu"),
    Paper("jeanne", 5, 120, "wishes"),
    Paper("jeanne", 6, 92, "given", "dubois", "chu", Specialty.ONCOLOGY),
    Paper("thomas", 1, 600, "consultation", "aubry", "cabinet", Specialty.ADDICTION),
    Paper("thomas", 2, 560, "blood", "blanchard", "laboratory", Specialty.INFECTIOUS_DISEASES),
    Paper("thomas", 3, 330, "consultation", "aubry", "cabinet", Specialty.SEXUAL_HEALTH),
    Paper("thomas", 4, 238, "psychiatry", "garnier", "chu"),
    Paper("thomas", 5, 149, "emergency", "fontaine", "chu", Specialty.EMERGENCY_MEDICINE),
    Paper("thomas", 6, 88, "follow_up", "girard", "msp"),
    Paper("thomas", 7, 50, "certificate", "colin", "work", Specialty.OCCUPATIONAL_MEDICINE),
    Paper("thomas", 8, 22, "prescription", "garnier", "chu", Specialty.PSYCHIATRY),
    Paper("amina", 1, 275, "consultation", "renaud", "msp", Specialty.GYNAECOLOGY),
    Paper("amina", 2, 270, "blood", "blanchard", "laboratory"),
    Paper("amina", 3, 260, "genetics", "blanchard", "laboratory", Specialty.GYNAECOLOGY),
    Paper("amina", 4, 180, "imaging", "haddad", "chu", Specialty.RADIOLOGY),
    Paper("amina", 5, 110, "pregnancy", "renaud", "msp"),
    Paper("amina", 6, 98, "delivery", "fontaine", "chu"),
    Paper("amina", 7, 40, "follow_up", "renaud", "msp", Specialty.GYNAECOLOGY),
    Paper("robert", 1, 680, "consultation", "mercier", "msp", Specialty.GENERAL_MEDICINE),
    Paper("robert", 2, 540, "refund"),
    Paper("robert", 3, 410, "long_illness", "mercier", "msp"),
    Paper("robert", 4, 220, "own"),
    Paper("robert", 5, 130, "follow_up", "girard", "msp"),
    Paper("robert", 6, 39, "imaging", "benali", "chu", Specialty.CARDIOLOGY),
    Paper("robert", 7, 38, "imaging", "benali", "chu", Specialty.CARDIOLOGY, replaces=6),
    Paper("robert", 8, 3, "blood", "blanchard", "laboratory", Specialty.CARDIOLOGY, pending=True),
    Paper("yvette", 1, 290, "consultation", "mercier", "msp", Specialty.NEUROLOGY),
)
