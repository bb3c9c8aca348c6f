"""decision.md §4 lines 4 to 7, for a living patient: the patient, representatives, relatives, mandated persons."""

# Straight loops on purpose: each follows its sentence.

from consents.vocabulary import Choice, Obligation, Purpose, SettingName, SubjectKind
from sharing.engine.facts import Subject
from tests.sharing.reference import naive_words
from tests.sharing.reference.asked import Asked
from tests.sharing.reference.told import Line, deny, permit


def answer(asked: Asked, who: str) -> Line:
    if asked.purpose is Purpose.OWN_ACCESS:
        return _patient(asked)
    if asked.purpose is Purpose.REPRESENTATION:
        return _of_a_minor(asked, who) if asked.is_minor() else _of_an_adult(asked, who)
    if asked.purpose is Purpose.SUPPORT:
        # "Purpose `support` (grave prognosis) is never answered with documents: deny R42"
        return deny("R42")
    if asked.purpose is Purpose.FAMILY_ACCESS:
        return _relative(asked, who)
    return _mandated(asked, who)


def _patient(asked: Asked) -> Line:
    # "A minor asking for himself → deny R67 (… not documents, unless the establishment enables them)."
    if asked.is_minor() and not _establishment_enables(asked):
        return deny("R67")
    if asked.announcement_pending():
        return deny("R31")
    if asked.third_party():
        return deny("R02a")
    if asked.not_to_know():
        return deny("R02c")
    return permit("R02")


def _establishment_enables(asked: Asked) -> bool:
    place = asked.organisation(asked.document.organisation) if asked.document else None
    return place is not None and place.minors_see_documents


def _of_a_minor(asked: Asked, who: str) -> Line:
    authorities = [each for each in asked.patient.authorities if each.holder == who]
    holds = any(each.held.covers(asked.at) for each in authorities)
    # §9.12 "A guardian of a minor speaks and asks as a holder of authority."
    if not holds and not asked.represents(who):
        # "authority withdrawn → deny R60"
        if any(each.held.ends is not None and each.held.ends <= asked.at for each in authorities):
            return deny("R60")
        # "property only or no measure in force → deny R72"
        return deny("R72") if any(each.guardian == who for each in asked.patient.measures) else deny("R05")
    if asked.third_party():
        return deny("R02a")
    secret = _kept_from(asked, who)
    if secret is not None:
        return deny(secret)
    if asked.announcement_pending():
        return deny("R31")
    # ""through a doctor" → deny R64 with `through_physician`"
    for each in asked.patient.settings:
        if each.name is SettingName.THROUGH_PHYSICIAN and each.value is Choice.YES and each.period.covers(asked.at):
            return deny("R64", Obligation.THROUGH_PHYSICIAN)
    return permit("R59")


def _kept_from(asked: Asked, who: str) -> str | None:
    """ "kept secret from him by the minor → deny R63"; §9.3 a physician's withholding "silently, like R63"; §9.4 "stays
    so for that person after eighteen, whatever his title"."""
    if asked.secret_from(who):
        return "R63"
    return asked.withheld_from(who)


def _of_an_adult(asked: Asked, who: str) -> Line:
    # "from the eighteenth birthday → deny R70, unless a measure names him"
    if any(each.holder == who for each in asked.patient.authorities) and not asked.measures(who):
        return deny("R70")
    represents, assists = asked.represents(who), asked.assists(who)
    # "property only or no measure in force → deny R72"
    if not represents and not assists:
        return deny("R72")
    if asked.third_party():
        return deny("R02a")
    secret = _kept_from(asked, who)
    if secret is not None:
        return deny(secret)
    if asked.announcement_pending():
        return deny("R31")
    if represents:
        return permit("R72")
    # "assistance: the same two, then permit R73 with the adult's grant to this person, else deny R73"
    return permit("R73") if naive_words.granted_by_the_adult(asked, who) else deny("R73")


def _kept_from_anyone(asked: Asked, who: str) -> str | None:
    """ "kept secret by a minor from anyone, while he is a minor → deny R63"; §9.3 and §9.4 "whatever his title"."""
    kept = _kept_from(asked, who)
    return "R63" if kept is None and asked.is_minor() and asked.secrecies() else kept


def _relative(asked: Asked, who: str) -> Line:
    if asked.third_party():
        return deny("R02a")
    if asked.announcement_pending():
        return deny("R31")
    closed = _kept_from_anyone(asked, who)
    if closed is not None:
        return deny(closed)
    # "granted by the patient to this person (§2) → permit R40"
    if naive_words.granted_to_a_person(asked, who):
        return permit("R40")
    # "else deny: R44 for the personne de confiance, R40 for anyone else"
    trusted = any(each.person == who and each.period.covers(asked.at) for each in asked.patient.trusted_persons)
    return deny("R44") if trusted else deny("R40")


def _mandated(asked: Asked, who: str) -> Line:
    if asked.third_party():
        return deny("R02a")
    if asked.announcement_pending():
        return deny("R31")
    closed = _kept_from_anyone(asked, who)
    if closed is not None:
        return deny(closed)
    # "mandate in force and covering the document → permit R82; else deny R82"
    for each in asked.patient.mandates:
        # §9.1 "does not come in by line 6 or 7 through his own words"
        his = each.person == who and each.granted_by != who
        if his and each.period.covers(asked.at) and _covers(asked, each.about):
            return permit("R82")
    return deny("R82")


def _covers(asked: Asked, about: Subject) -> bool:
    if about.kind is SubjectKind.EVERYTHING:
        return True
    if asked.document is None:
        return False
    return {
        SubjectKind.DOCUMENT: about.ref == asked.document.id,
        SubjectKind.CATEGORY: about.ref == asked.document.category,
        SubjectKind.SPECIALTY: about.ref == asked.document.specialty,
    }[about.kind]
