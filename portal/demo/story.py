"""Some months in the lives of these people: what they chose, and who asked. Days are before the first start."""

from consents.services.calling import ToCall
from consents.services.trusting import Contact
from consents.vocabulary import CareBasis, Purpose, SettingName
from consents.vocabulary import Choice as Value
from portal.demo import nadine
from portal.demo.steps import (
    HERE,
    NOBODY,
    Ask,
    Choice,
    EverybodyReads,
    Examined,
    Post,
    Receiver,
    Report,
    Reviewed,
    Step,
    Word,
)  # fmt: skip
from sharing.reported import Outcome, Reason

MARIE: tuple[Step, ...] = (
    Word(719, "09:12", "marie", "designate", {"professional": "aubry", "basis": CareBasis.TREATING_PHYSICIAN}),
    Ask(605, "10:31", "benali", "marie", ("marie-05", "marie-06")),
    Word(590, "20:04", "marie", "relatives", {"only": "paul"}),
    Word(588, "20:15", "marie", "trusted_person", {"person": "paul"}),
    Word(587, "18:40", "marie", "accept", by="paul"),
    Ask(519, "15:02", "benali", "marie", ("marie-09",)),
    Choice(427, "21:30", "marie", "oppose", "everyone", "specialty:sexual_health"),
    Choice(361, "12:05", "marie", "grant", "professional:girard"),
    Ask(360, "08:50", "girard", "marie", ("marie-12", "marie-04")),
    Choice(298, "17:22", "marie", "grant", "professional:caron", "category:prescription"),
    Ask(297, "10:10", "caron", "marie", ("marie-14", "marie-12")),
    Choice(208, "19:45", "marie", "grant", "professional:lemoine", for_days=30),
    Ask(205, "14:20", "lemoine", "marie", ("marie-06", "marie-09", "marie-11")),
    Choice(204, "22:10", "marie", "oppose", "professional:lemoine", "specialty:psychiatry"),
    Choice(117, "18:31", "marie", "oppose", "organisation:msp", "specialty:psychiatry"),
    Ask(90, "09:15", "dubois", "marie", ()),
    Ask(90, "09:16", "dubois", "marie", ("marie-22", "marie-20")),
    Ask(75, "03:47", "legoff", "marie", ("marie-06", "marie-14", "marie-16"), Purpose.SAMU_CALL),
    Word(71, "11:00", "marie", "emergency", {
        SettingName.EMERGENCY_BREAK_GLASS: Value.ALLOW, SettingName.EMERGENCY_SAMU: Value.ALLOW,
        SettingName.EMERGENCY_HIDDEN: Value.REFUSE,
    }),
    Word(70, "11:20", "marie", "treating_physician", {SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Value.YES}),
    Ask(52, "16:33", "noel", "marie"),
    Choice(46, "20:55", "marie", "grant", "person:sophie", "category:report"),
    Ask(40, "11:41", "lopez", "marie", ("marie-22",)),
    Choice(28, "21:12", "marie", "oppose", "everyone", "document:marie-18"),
    Ask(25, "11:25", "lemoine", "marie", ("marie-18", "marie-17")),
    Choice(21, "08:03", "marie", "withdraw", "everyone", "document:marie-18"),
    Choice(19, "22:40", "marie", "oppose", "everyone", "document:marie-16"),
    Ask(14, "09:40", "petit", "marie", ()),
    Ask(14, "09:52", "benali", "marie", ("marie-22", "marie-25", "marie-20", "marie-11")),
    Word(10, "19:30", "marie", "not_to_know", {"document": "marie-05"}),
    Ask(6, "17:18", "caron", "marie", ("marie-21",)),
    Ask(2, "10:05", "benali", "marie", ("marie-28", "marie-27")),
)  # fmt: skip
FAMILY: tuple[Step, ...] = (
    Choice(295, "13:00", "sophie", "grant", "professional:renaud"),
    Ask(289, "09:30", "renaud", "sophie", ("sophie-01",)),
    Choice(330, "23:05", "julien", "oppose", "everyone"),
    Ask(320, "10:40", "mercier", "julien", ("julien-01", "julien-02")),
    Choice(198, "20:20", "lina", "oppose", "everyone", "document:lina-03", by="julien"),
    Word(115, "17:05", "lina", "secret", {"document": "lina-04"}),
    Word(114, "17:06", "lina", "secret", {"document": "lina-05"}),
    Ask(113, "12:15", "sophie", "lina", ("lina-01", "lina-04"), Purpose.REPRESENTATION),
    Ask(20, "08:35", "haddad", "lina", ("lina-01", "lina-03")),
    Choice(388, "19:10", "noe", "grant", "organisation:msp", by="sophie"),
    Choice(119, "07:55", "noe", "oppose", "profession:physiotherapist", by="julien"),
    Ask(25, "16:40", "mercier", "noe", ("noe-03", "noe-02")),
    Choice(497, "15:00", "henri", "grant", "professional:caron", "category:prescription", by="anne"),
    Choice(299, "15:30", "henri", "oppose", "everyone", "document:henri-04", by="anne"),
    Ask(140, "23:20", "fontaine", "henri", ("henri-02", "henri-04"), Purpose.EMERGENCY,
        "Chute, inconscient, anticoagulants ?"),
    Ask(99, "11:11", "anne", "henri", ("henri-07",), Purpose.REPRESENTATION),
    Ask(15, "09:05", "caron", "henri", ("henri-08",)),
    Word(150, "10:45", "jeanne", "after_death", {"documents": "jeanne-04"}),
    Ask(41, "14:00", "luc", "jeanne", ("jeanne-03", "jeanne-04"), Purpose.AFTER_DEATH_CAUSES),
    Ask(39, "09:00", "benali", "jeanne", ("jeanne-02",)),
)  # fmt: skip
OTHERS: tuple[Step, ...] = (
    Choice(236, "02:14", "thomas", "oppose", "everyone", "specialty:psychiatry"),
    Choice(235, "02:20", "thomas", "grant", "professional:garnier"),
    Choice(160, "18:00", "thomas", "oppose", "everyone"),
    Word(159, "18:05", "thomas", "emergency", {SettingName.EMERGENCY_HIDDEN: Value.ALLOW}),
    Ask(150, "01:32", "fontaine", "thomas", ("thomas-02", "thomas-04"), Purpose.EMERGENCY,
        "Coma, intoxication possible, pas de proche"),
    Ask(149, "09:00", "fontaine", "thomas", ("thomas-01",)),
    Choice(89, "12:30", "thomas", "grant", "professional:girard", "category:report", for_days=90),
    Ask(88, "12:45", "girard", "thomas", ("thomas-05", "thomas-03")),
    Choice(51, "08:45", "thomas", "grant", "professional:colin", "category:certificate"),
    Ask(50, "10:00", "colin", "thomas", ("thomas-07", "thomas-05"), Purpose.OCCUPATIONAL_HEALTH),
    Choice(30, "19:00", "thomas", "withdraw", "everyone"),
    Choice(279, "09:45", "amina", "grant", "professional:renaud"),
    Choice(259, "20:00", "amina", "oppose", "organisation:chu", "category:genetics"),
    Ask(98, "04:10", "dubois", "amina", ("amina-05", "amina-03")),
    Ask(97, "11:00", "rousseau", "amina", ("amina-06",), Purpose.ACTIVITY_ANALYSIS),
    Ask(40, "15:30", "renaud", "amina", ("amina-06", "amina-07")),
    Word(34, "20:10", "amina", "emergency", {SettingName.EMERGENCY_BREAK_GLASS: Value.REFUSE}),
    Ask(18, "05:22", "fontaine", "amina", ("amina-01",), Purpose.EMERGENCY, "Douleurs, ne répond pas"),
    Word(33, "18:30", "amina", "name", {"contact": Contact(
        "Nawel", "Cherif", "12 rue des Tanneurs, 38000 Grenoble", "06 39 98 21 07", "nawel@demo.example")}),
    Word(33, "18:40", "amina", "call", {"who": ToCall("Léa", "Fournier", "06 39 98 44 15", "ma voisine")}),
    Word(217, "10:00", "robert", "name", {"contact": Contact(
        "Claire", "Marchand", "5 allée des Vignes, 38600 Fontaine", "06 39 98 30 62")}),
    Word(215, "16:20", "robert", "paper", {}),
    Choice(688, "10:20", "robert", "grant", "organisation:msp", by="worker:mercier"),
    Ask(410, "11:20", "mercier", "robert", ("robert-01", "robert-02")),
    Choice(219, "17:00", "robert", "oppose", "profession:pharmacist", "category:reimbursement"),
    Ask(38, "14:45", "benali", "robert", ("robert-03", "robert-06")),
    Choice(37, "21:00", "robert", "grant", "organisation:chu"),
    Ask(36, "08:30", "benali", "robert", ("robert-03",)),
    Choice(288, "16:00", "yvette", "grant", "person:robert", "category:report"),
)  # fmt: skip

#: The group practice's receiver never answered, then was taken away, then came back; the hospital's came late.
AROUND: tuple[Step, ...] = (
    Receiver(720, "08:30", "chu", ""),
    *(Post(days, "12:00") for days in range(688, 677, -1)),
    Receiver(600, "08:00", "msp", ""),
    Receiver(430, "08:00", "chu", HERE),
    Report(51, "18:20", "marie", Reason.UNKNOWN_PERSON, "Je ne connais pas cette personne. Qui est-ce ?"),
    Reviewed(50, "09:30", "questions"),
    Examined(50, "09:40", "marie"),
    Examined(48, "16:15", "marie", Outcome.JUSTIFIED,
        "C’est le médecin d’un assureur. Il a demandé, il n’a rien vu. La loi le lui interdit. "
        "Nous avons écrit à l’assureur."),
    Reviewed(33, "10:05", "oppositions"),
    EverybodyReads(30, "08:00"),
    Receiver(25, "08:00", "msp", NOBODY),
    Report(21, "19:10", "nadine", Reason.NOT_MY_CARE, "Mon travail n’a pas à demander mes comptes rendus."),
    Examined(20, "11:00", "nadine"),
    Report(2, "20:30", "thomas", Reason.OTHER),
    Reviewed(1, "14:00", "questions"),
)  # fmt: skip


def steps() -> list[Step]:
    """In the order in which they happened."""
    return sorted((*MARIE, *FAMILY, *OTHERS, *nadine.STEPS, *AROUND), key=lambda step: (-step.days, step.clock))
