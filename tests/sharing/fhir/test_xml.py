"""FHIR's XML and JSON say the same; what comes from outside is bounded, and brings nothing with it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharing.fhir.xml import UnreadableXml, UnwritableResource, from_xml, to_xml, tree

EXAMPLES = Path(__file__).parents[2] / "data" / "fhir" / "examples"
XHTML = "http://www.w3.org/1999/xhtml"


def fhir(inside: str, *, root: str = "Patient", before: str = "") -> bytes:
    return f'{before}<{root} xmlns="http://hl7.org/fhir">{inside}</{root}>'.encode()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_an_example_of_the_standards_is_the_same_after_xml(path: Path) -> None:
    resource = json.loads(path.read_text())

    assert from_xml(to_xml(resource)) == resource


def test_ids_extensions_of_primitives_contained_resources_and_types_come_back() -> None:
    absent = {"extension": [{"url": "urn:absent", "valueCode": "masked"}]}
    resource = {
        "resourceType": "Patient",
        "id": "p",
        "text": {
            "status": "generated",
            "div": f'<div xmlns="{XHTML}" xml:lang="fr">a &amp; b<br/><b title="&quot;x&quot;">c</b> d</div>',
        },
        "contained": [{"resourceType": "Organization", "id": "o", "active": False, "name": "Hôpital"}],
        "extension": [{"id": "e", "url": "urn:x", "valueDecimal": 1.5}, {"url": "urn:y", "valueInteger": -3}],
        "active": True,
        "_active": {"id": "known", "extension": [{"url": "urn:z", "valueBoolean": True}]},
        "name": [{"family": "L'É\nté <&>", "given": ["Marie", None], "_given": [None, absent]}],
        "_birthDate": absent,
        "multipleBirthInteger": 2,
        "link": [{"other": {"reference": "Patient/q"}, "type": "seealso"}],
    }

    assert from_xml(to_xml(resource)) == resource


def test_elements_are_written_in_the_order_of_the_definition_whatever_that_of_the_json() -> None:
    written = to_xml({"active": True, "id": "p", "meta": {"versionId": "1"}, "resourceType": "Patient"}).decode()

    assert written.endswith(
        '<Patient xmlns="http://hl7.org/fhir"><id value="p"/><meta><versionId value="1"/></meta>'
        '<active value="true"/></Patient>'
    )


@settings(max_examples=50)
@given(st.text(min_size=1))
def test_any_text_is_read_back_and_never_becomes_markup(text: str) -> None:
    """What XML 1.0 cannot carry becomes U+FFFD: FHIR's strings never hold it."""
    carried = "".join(
        each
        if each in "\t\n\r" or " " <= each <= "\ud7ff" or "\ue000" <= each <= "\ufffd" or each > "\uffff"
        else "\ufffd"
        for each in text
    )
    resource = {"resourceType": "Patient", "name": [{"family": text}]}

    assert from_xml(to_xml(resource))["name"] == [{"family": carried}]


@pytest.mark.parametrize(
    "div",
    ["</div><script/>", "<p>not a div</p>", f'<div xmlns="{XHTML}"><svg xmlns="urn:x"/></div>', "&nbsp;", "plain"],
)
def test_a_narrative_that_is_not_xhtml_is_written_as_the_text_that_it_is(div: str) -> None:
    read = from_xml(to_xml({"resourceType": "Patient", "text": {"status": "generated", "div": div}}))

    assert tree.parse(read["text"]["div"].encode()).pieces == [div]


def test_comments_instructions_and_the_place_of_a_schema_say_nothing() -> None:
    inside = "<?x y?><!-- said <b/> --> <active value='true'/>"
    data = fhir(inside).replace(
        b"<Patient", b'<Patient xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:schemaLocation="a b"'
    )

    assert from_xml(data) == {"resourceType": "Patient", "active": True}


_BILLION = '<!DOCTYPE P [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (fhir("&c;", before=_BILLION), "document_type"),
        (fhir("&e;", before='<!DOCTYPE P [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "document_type"),
        (fhir("", before='<!DOCTYPE P SYSTEM "http://192.0.2.1/p.dtd">'), "document_type"),
        (fhir("", before='<!DOCTYPE P [<!ENTITY % e SYSTEM "http://192.0.2.1/"> %e;]>'), "document_type"),
        (fhir("<contact>" * 80 + "</contact>" * 80), "too_deep"),
        (fhir(" " * tree.LARGEST), "too_large"),
        (fhir("<active value='true'"), "not_well_formed (line 1)"),
        (fhir("&nbsp;"), "not_well_formed (line 1)"),
        (b"", "not_well_formed (line 1)"),
        ('<?xml version="1.0" encoding="utf-16"?><Patient/>'.encode("utf-16"), "not_utf_8"),
        (b"<Patient xmlns='http://hl7.org/fhir'>\xff</Patient>", "not_utf_8"),
        (b"<Patient/>", "not_fhir"),
        (fhir("<active value='true'/>", root="Nothing"), "unknown_type"),
        (fhir("<active value='true'/>", root="DomainResource"), "unknown_type"),
        (fhir("<code value='a'/>", root="Coding"), "unknown_type"),
        (fhir("<nothing value='true'/>"), "unknown_element"),
        (fhir("<resourceType value='Consent'/>"), "unknown_element"),
        (fhir("<active value='true'/><active value='true'/>"), "repeated"),
        (fhir("<active value='yes'/>"), "wrong_type"),
        (fhir("<multipleBirthInteger value='1.5'/>"), "wrong_type"),
        (fhir("<active value=''/>"), "empty"),
        (fhir("<active/>"), "empty"),
        (fhir("<name/>"), "empty"),
        (fhir(""), "empty"),
        (fhir("told"), "text"),
        (fhir("<active value='true'>told</active>"), "text"),
        (fhir("<name value='x'><family value='a'/></name>"), "unknown_attribute"),
        (fhir("<active xmlns='urn:other' value='true'/>"), "not_fhir"),
        (fhir("<contained><Patient/><Patient/></contained>"), "not_a_resource"),
        (fhir(f"<text><div xmlns='{XHTML}'><svg xmlns='urn:other'/></div></text>"), "not_xhtml"),
    ],
)
def test_what_is_not_a_resource_is_refused_with_its_reason(data: bytes, because: str) -> None:
    with pytest.raises(UnreadableXml) as refused:
        from_xml(data)

    assert refused.value.because == because


def test_so_many_elements_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_ELEMENTS", 3)
    assert from_xml(fhir("<name><family value='a'/></name>"))["name"] == [{"family": "a"}]

    with pytest.raises(UnreadableXml, match="too_many_elements"):
        from_xml(fhir("<name><family value='a'/><text value='b'/></name>"))


def test_a_refusal_names_the_element() -> None:
    with pytest.raises(UnreadableXml) as refused:
        from_xml(fhir("<name><family value='a'/></name><name><nickname value='b'/></name>"))

    assert refused.value.element == "Patient.name[1].nickname"


@pytest.mark.parametrize(
    ("resource", "element"),
    [
        ({"resourceType": "Patient", "nothing": 1}, "Patient.nothing"),
        ({"resourceType": "Patient", "name": {"family": "a"}}, "Patient.name"),
        ({"resourceType": "Patient", "active": [True]}, "Patient.active"),
        ({"resourceType": "Patient", "name": ["a"]}, "Patient.name[0]"),
        ({"resourceType": "Patient", "active": {}}, "Patient.active"),
        ({"resourceType": "Nothing"}, "Nothing"),
        ({}, ""),
    ],
)
def test_what_its_type_does_not_have_is_never_written(resource: dict[str, Any], element: str) -> None:
    with pytest.raises(UnwritableResource) as refused:
        to_xml(resource)

    assert refused.value.element == element


_SAID = to_xml(json.loads((EXAMPLES / "consent-permit-except-period.json").read_text()))


@given(st.integers(0, len(_SAID)), st.integers(0, 40), st.text("<>/&;\"'= ax\0é", max_size=12))
def test_a_document_with_a_piece_changed_is_read_or_refused_and_nothing_else(at: int, most: int, piece: str) -> None:
    try:
        read = from_xml(_SAID[:at] + piece.encode() + _SAID[at + most :])
    except UnreadableXml:
        return
    assert from_xml(to_xml(read)) == read


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "_id", "text"]), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["id", "name", "_active", "text", "contained", "link", "extension"]), _VALUES))
def test_whatever_is_written_is_well_formed_or_refused(said: dict[str, Any]) -> None:
    try:
        written = to_xml({"resourceType": "Patient"} | said)
    except UnwritableResource:
        return
    tree.parse(written)
