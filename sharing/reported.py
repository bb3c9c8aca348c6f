"""The words of a report: why an access is reported, how far it has come, what was found. Standard library only."""

from enum import StrEnum


class Reason(StrEnum):
    """Why the patient reports an access."""

    UNKNOWN_PERSON = "unknown_person"
    NOT_MY_CARE = "not_my_care"
    I_HAD_SAID_NO = "i_had_said_no"
    WRONG_PURPOSE = "wrong_purpose"
    OTHER = "other"


class Status(StrEnum):
    """How far it has come; only in this order."""

    RECEIVED = "received"
    EXAMINING = "examining"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What the reviewer found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"
    UNDECIDED = "undecided"


#: Characters of what the patient writes, and of the answer to him.
WORDS_MOST, ANSWER_MOST = 1_000, 2_000
