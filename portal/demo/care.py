"""Who takes part in whose care, and who stands for whom. Times are days before the demonstration first began."""

from consents.vocabulary import CareBasis as B
from consents.vocabulary import ProtectionMeasure, SurvivorRelation
from portal.demo import nadine
from portal.demo.facts import Care

CARE = (
    Care("marie", "benali", B.ESTABLISHMENT, 610, "chu"),
    Care("marie", "petit", B.ESTABLISHMENT, 610, "chu"),
    Care("marie", "dubois", B.ESTABLISHMENT, 90, "chu"),
    Care("marie", "garnier", B.ESTABLISHMENT, 270, "chu", ends=60),
    Care("marie", "fontaine", B.ESTABLISHMENT, 76, "chu", ends=74),
    Care("marie", "girard", B.COORDINATED, 365, "msp"),
    Care("marie", "lopez", B.COORDINATED, 160, "msp"),
    Care("marie", "lemoine", B.SAME_CARE, 210),
    Care("marie", "caron", B.SAME_CARE, 600),
    Care("sophie", "renaud", B.COORDINATED, 300, "msp"),
    Care("lina", "haddad", B.ESTABLISHMENT, 500, "chu"),
    Care("lina", "renaud", B.COORDINATED, 120, "msp"),
    Care("noe", "haddad", B.ESTABLISHMENT, 700, "chu"),
    Care("noe", "mercier", B.COORDINATED, 400, "msp"),
    Care("henri", "delaunay", B.ESTABLISHMENT, 640, "home"),
    Care("henri", "diallo", B.ESTABLISHMENT, 640, "home"),
    Care("henri", "benali", B.ESTABLISHMENT, 140, "chu", ends=130),
    Care("henri", "caron", B.SAME_CARE, 500),
    Care("jeanne", "benali", B.ESTABLISHMENT, 200, "chu", ends=92),
    Care("jeanne", "dubois", B.ESTABLISHMENT, 200, "chu", ends=92),
    Care("thomas", "fontaine", B.ESTABLISHMENT, 150, "chu", ends=148),
    Care("thomas", "garnier", B.ESTABLISHMENT, 240, "chu"),
    Care("thomas", "girard", B.COORDINATED, 90, "msp"),
    Care("amina", "renaud", B.COORDINATED, 280, "msp"),
    Care("amina", "dubois", B.ESTABLISHMENT, 100, "chu"),
    Care("robert", "mercier", B.COORDINATED, 690, "msp"),
    Care("robert", "girard", B.COORDINATED, 690, "msp"),
    Care("robert", "benali", B.ESTABLISHMENT, 40, "chu"),
    Care("yvette", "mercier", B.COORDINATED, 300, "msp"),
    Care("julien", "mercier", B.COORDINATED, 340, "msp"),
    *nadine.CARE,
)
#: Child, holder of authority.
AUTHORITY = (("lina", "sophie"), ("lina", "julien"), ("noe", "sophie"), ("noe", "julien"))
#: Protected adult, guardian, measure, days since it began.
PROTECTION = (
    ("henri", "anne", ProtectionMeasure.GUARDIANSHIP_PERSON, 630),
    ("yvette", "robert", ProtectionMeasure.FAMILY_HABILITATION_ASSISTANCE, 300),
)
SURVIVORS = (("jeanne", "luc", SurvivorRelation.HEIR),)
#: Who died, how many days ago.
DEATHS = (("jeanne", 92),)
