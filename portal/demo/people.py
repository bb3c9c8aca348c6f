"""Patients and those around them."""

from dataclasses import dataclass
from datetime import date

from portal.demo import identities


@dataclass(frozen=True, slots=True)
class Someone:
    """Born on a day, or of an age kept whatever the year in which the demonstration begins."""

    given: str
    family: str
    sex: str
    rank: int
    birthday: tuple[int, int]
    year: int = 0
    age: int = 0
    birth_name: str = ""

    def born_on(self, today: date) -> date:
        month, day = self.birthday
        to_come = (month, day) > (today.month, today.day)
        return date(self.year or today.year - self.age - to_come, month, day)

    def ins(self, today: date) -> str:
        return identities.ins(self.sex, self.born_on(today), place="99123", rank=self.rank)


PEOPLE = {
    "marie": Someone("Marie", "Lefèvre", "female", 1, (3, 14), year=1968, birth_name="MOREL"),
    "paul": Someone("Paul", "Lefèvre", "male", 2, (9, 2), year=1966),
    "sophie": Someone("Sophie", "Bernard", "female", 3, (5, 21), year=1988, birth_name="LEFEVRE"),
    "julien": Someone("Julien", "Bernard", "male", 4, (1, 30), year=1986),
    "lina": Someone("Lina", "Bernard", "female", 5, (6, 8), age=16),
    "noe": Someone("Noé", "Bernard", "male", 6, (2, 17), age=6),
    "henri": Someone("Henri", "Dumas", "male", 7, (11, 4), year=1943),
    "anne": Someone("Anne", "Dumas", "female", 8, (7, 19), year=1971),
    "jeanne": Someone("Jeanne", "Roussel", "female", 9, (4, 25), year=1941, birth_name="PERRIN"),
    "luc": Someone("Luc", "Roussel", "male", 10, (10, 12), year=1972),
    "thomas": Someone("Thomas", "Nguyen", "male", 11, (8, 3), year=1992),
    "amina": Someone("Amina", "Cherif", "female", 12, (12, 1), year=1997),
    "robert": Someone("Robert", "Marchand", "male", 13, (2, 6), year=1955),
    "yvette": Someone("Yvette", "Marchand", "female", 14, (5, 9), year=1957, birth_name="FAURE"),
    "nadine": Someone("Nadine", "Fabre", "female", 15, (1, 18), year=1959, birth_name="COSTE"),
}
