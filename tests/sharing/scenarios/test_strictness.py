"""A story that is not written as it should be is one failure with its place and its reason, never a traceback."""

import re

import pytest

from sharing import catalogue
from sharing.scenarios.errors import StoryError
from sharing.scenarios.reading import read_story

STORY = """\
title: A nurse of the team reads
rules: [R10]
source: ["CSP L1110-4"]
now: 2026-03-01T09:00:00+01:00

people:
  ana: {born: 1980-05-02}
  lea: {born: 2011-09-14}

organisations:
  chu: {kind: hospital}

professionals:
  nora: {profession: nurse, at: chu}
  sec:  {profession: medical_secretary, assists: nora, at: chu}

care:
  - {patient: ana, professional: nora, at: chu, from: 2026-02-01}

documents:
  ecg: {patient: ana, category: report, at: chu, date: 2026-02-03}
  old: {patient: ana, category: report, at: chu, date: 2026-02-02}

family:
  - {child: lea, holder: ana, authority: held}

declarations:
  - {by: ana, oppose: {to: nora, about: old}}

checks:
  - ask: {who: nora, patient: ana, about: ecg}
    expect: permit
    rule: R10
  - list: {who: nora, patient: ana}
    expect: [ecg]
"""

ACT = "oppose: {to: nora, about: old}"
ASK = "{who: nora, patient: ana, about: ecg}"

#: What is written instead of what, where the complaint points, and words of its reason.
SLIPS = [
    ("title:", "titel:", "titel", "unknown key 'titel'; known here: title, rules"),
    ("title: A nurse of the team reads\n", "", "the file", "'title' is missing"),
    ("title: A nurse of the team reads", "title: 5", "title", "a word was expected, not '5'"),
    ("title: A nurse of the team reads", 'title: "a\\0"', "title", "that can be written"),
    ("title: A nurse of the team reads", 'title: "\\ud800"', "title", "that can be written"),
    ("rules: [R10]", "rules: R10", "rules", "a list was expected"),
    ("rules: [R10]", "rules: [R999]", "rules[0]", "written R and two digits"),
    ("rules: [R10]", "rules: [R00]", "rules[0]", "not in the catalogue"),
    ("rules: [R10]", "rules: [!!python/name:os R10]", "rules[0]", "without a YAML tag"),
    ('source: ["CSP L1110-4"]', "source: 5", "source", "a list was expected"),
    ("09:00:00+01:00", "09:00:00", "now", "a moment with its zone"),
    ("2026-03-01T09:00:00+01:00", "2026-03-01", "now", "a moment with its zone"),
    ("09:00:00+01:00", "25:00:00+01:00", "now", "cannot be read"),
    ("2026-03-01T09", "0001-01-01T09", "now", "a moment with its zone"),
    ("  lea: {", "  ana: {", "people", "'ana' stands twice"),
    ("  lea: {", "  chu: {", "organisations.chu", "used twice in this story"),
    ("  lea: {", "  yes: {", "people", "a word was expected, not 'yes'"),
    ("  lea: {", "  everyone: {", "people.everyone", "not everyone or everything"),
    ("  lea: {", f"  {'l' * 101}: {{", "people.lll", "at most 100 letters"),
    ("  lea: {born: 2011-09-14}", "  lea:", "people.lea", "names with their values"),
    ("2011-09-14", "2011-19-14", "people.lea.born", "month must be in 1..12"),
    ("2011-09-14", "young", "people.lea.born", "a day such as 2026-03-01 was expected, not 'young'"),
    ("2011-09-14", "2011-09-14T10:00:00Z", "people.lea.born", "a day such as"),
    ("kind: hospital", "kind: hopital", "organisations.chu.kind", "unknown word 'hopital'; known here: hospital"),
    ("kind: hospital", "sort: hospital", "organisations.chu.sort", "unknown key 'sort'; known here: kind"),
    ("kind: hospital", "kind: [hospital]", "organisations.chu.kind", "a single value"),
    ("kind: hospital", "kind: hospital, active: 1", "organisations.chu.active", "true or false was expected, not '1'"),
    ("kind: hospital", "kind: hospital, part_of: chu", "organisations", "is part of itself"),
    ("profession: nurse", "profession: nursse", "professionals.nora.profession", "unknown word 'nursse'"),
    ("nurse, at: chu", "nurse, at: chuu", "professionals.nora.at", "no organisation of this story is called 'chuu'"),
    ("assists: nora", "assists: sec", "professionals.sec.assists", "nobody assists himself"),
    ("professional: nora, at", "professional: ana, at", "care[0].professional", "no professional of this story"),
    ("from: 2026-02-01}", "from: 2026-02-01T08:00:00}", "care[0].from", "a moment with its zone"),
    ("at: chu, from", "basis: guest, from", "care[0].basis", "unknown word 'guest'"),
    ("category: report", "category: reports", "documents.ecg.category", "unknown word 'reports'"),
    (", date: 2026-02-03", "", "documents.ecg", "'date' is missing"),
    ("date: 2026-02-03}", "date: 2026-02-03, flags: third_party}", "documents.ecg.flags", "a list was expected"),
    ("date: 2026-02-03}", "date: 2026-02-03, flags: [hidden]}", "documents.ecg.flags[0]", "unknown word 'hidden'"),
    ("date: 2026-02-03}", "date: 2026-02-03, replaces: ecg}", "documents", "replaces itself"),
    ("authority: held", "authority: kept", "family[0].authority", "known here: held, withdrawn"),
    ("child: lea", "kid: lea", "family[0].kid", "unknown key 'kid'"),
    ("declarations:\n", "declarations: {}\nelse:\n", "else", "unknown key 'else'"),
    (ACT, "hide: {about: old}", "declarations[0].hide", "unknown key 'hide'"),
    (ACT, f"{ACT}, grant: {{to: nora, about: ecg}}", "declarations[0]", "one act a line"),
    (f"by: ana, {ACT}", "by: ana", "declarations[0]", "one act a line"),
    (f"by: ana, {ACT}", ACT, "declarations[0]", "'by' is missing"),
    ("by: ana", "by: nora", "declarations[0].by", "no person of this story is called 'nora'"),
    ("to: nora,", "to: nobody,", "declarations[0].oppose.to", "'nobody' is nobody of this story"),
    ("about: old", "about: olds", "declarations[0].oppose.about", "'olds' is no document"),
    ("about: old}", "about: old, until: 9999-12-31}", "declarations[0].oppose.until", "a day such as"),
    ("about: old}", "about: old, until: soon}", "declarations[0].oppose.until", "a day such as"),
    ("about: old}}", "about: old}, at: 2026-02-10}", "declarations[0].at", "a moment with its zone"),
    ("about: old}}", "about: old}, refused: yes}", "declarations[0].refused", "a word was expected, not 'yes'"),
    (ACT, "emergency: {}", "declarations[0].emergency", "nothing is chosen here"),
    (ACT, "emergency: {samu: never}", "declarations[0].emergency.samu", "known here: allow, refuse"),
    (ACT, "relatives: opposed", "declarations[0].relatives", "names with their values"),
    (ACT, "post_mortem: {oppose: {}}", "declarations[0].post_mortem.oppose", "everything, motives, persons"),
    (ACT, "withdraw: {mandate: lea, not_to_know: ecg}", "declarations[0].withdraw", "what ends?"),
    (ACT, "withdraw: {post_mortem: false}", "declarations[0].withdraw.post_mortem", "true was expected"),
    (ACT, "minor_secrecy: {about: ecg, from: []}", "declarations[0].minor_secrecy.from", "from whom?"),
    (ACT, "mandate: {to: lea}", "declarations[0].mandate", "'about' is missing"),
    ("    expect: permit\n", "", "checks[0]", "'expect' is missing"),
    ("expect: permit", "expect: allow", "checks[0].expect", "known here: permit, deny, error"),
    ("expect: permit", "expect: [ecg]", "checks[0].expect", "a single value"),
    ("expect: [ecg]", "expect: ecg", "checks[1].expect", "a list was expected"),
    ("expect: [ecg]", "expect: [egc]", "checks[1].expect[0]", "no document of this story is called 'egc'"),
    ("expect: [ecg]", "expect: [ecg]\n    rule: R10", "checks[1].rule", "goes with ask only"),
    ("    rule: R10", "    rule: 10", "checks[0].rule", "a word was expected, not '10'"),
    ("    rule: R10", "    code: hidden", "checks[0].code", "known here: permit, not_visible"),
    ("    rule: R10", "    obligations: record", "checks[0].obligations", "a list was expected"),
    ("    rule: R10", "    obligations: [tell]", "checks[0].obligations[0]", "unknown word 'tell'"),
    ("  - ask:", "  - asks:", "checks[0].asks", "unknown key 'asks'"),
    (f"  - ask: {ASK}\n    ", "  - ", "checks[0]", "one of ask, list, who_sees or notices"),
    ("about: ecg}", "about: report}", "checks[0].ask.about", "no document of this story is called 'report'"),
    ("about: ecg}", "about: ecg, at: 2026-02-10T10:00:00}", "checks[0].ask.at", "a moment with its zone"),
    ("about: ecg}", "about: ecg, immediate_risk: maybe}", "checks[0].ask.immediate_risk", "true or false"),
    ("about: ecg}", "about: ecg, reason: 12}", "checks[0].ask.reason", "a word was expected, not '12'"),
    ("who: nora, patient: ana, about", "who: ecg, patient: ana, about", "checks[0].ask.who", "no asker of this story"),
    ("patient: ana, about: ecg}", "patient: nora, about: ecg}", "checks[0].ask.patient", "no person of this story"),
]

NOT_STORIES = [
    ("", "the file is empty"),
    ("# nothing yet\n", "the file is empty"),
    ("- one\n- two\n", "names with their values"),
    ("hello\n", "names with their values"),
    ("title: [a\n", "this is not YAML"),
    ("title:\n\t- a\n", "this is not YAML"),
    ("title: *nowhere\n", "this is not YAML"),
    ("title: " + "[" * 5000, "nested too deeply"),
    (STORY + "---\n" + STORY, "another document"),
    (STORY[: STORY.index("checks:")], "'checks' is missing"),
    (STORY[: STORY.index("checks:")] + "checks: []\n", "proves nothing"),
    (STORY[: STORY.index("checks:")] + "checks:\n", "a list was expected"),
]


def complaint(text: str) -> StoryError:
    with pytest.raises(StoryError) as complained:
        read_story(text, known_rules=catalogue.known())
    return complained.value


def test_the_story_that_the_others_are_slips_of_is_read() -> None:
    assert len(read_story(STORY, known_rules=catalogue.known()).checks) == 2


@pytest.mark.parametrize(("right", "wrong", "place", "reason"), SLIPS, ids=[f"{s[2]}: {s[3]}" for s in SLIPS])
def test_a_slip_is_told_with_its_place_and_its_reason(right: str, wrong: str, place: str, reason: str) -> None:
    assert right in STORY
    told = complaint(STORY.replace(right, wrong, 1))
    assert told.place.startswith(place)
    assert reason in told.reason
    assert told.line > 0


@pytest.mark.parametrize(("text", "reason"), NOT_STORIES, ids=[reason for _, reason in NOT_STORIES])
def test_what_is_no_story_at_all_is_told_so(text: str, reason: str) -> None:
    assert reason in complaint(text).reason


def test_a_long_sentence_may_be_folded_over_several_lines() -> None:
    folded = STORY.replace("title: A nurse of the team reads", "title: >\n  A nurse of the team\n  reads")
    assert read_story(folded, known_rules=catalogue.known()).title == "A nurse of the team reads\n"


@pytest.mark.parametrize("name", ["report", "cardiology", "nurse", "R10"])
def test_a_name_may_be_a_word_of_the_vocabulary_and_then_means_what_has_that_name(name: str) -> None:
    named = re.sub(r"\bold\b", name, STORY)
    (line,) = read_story(named, known_rules=catalogue.known()).declarations
    assert name in str(line.act)
