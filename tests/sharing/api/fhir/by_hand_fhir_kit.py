"""`make fhir-clients`: the clients of npm against a real server. Not collected with the other tests: it needs Node.

Every shape of Consent and AuditEvent that we write is validated: those of the registry through its door, those of a
patient's export as files.
"""

import itertools
import json
import os
import pathlib
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from consents.cards import Preference
from sharing.fhir.writing import audit, consent
from sharing.fhir.writing.words import in_a_bundle
from sharing.fhir.xml import to_xml
from sharing.services import decisions
from tests.sharing.api.fhir.conftest import token_of
from tests.sharing.api.fhir.consents import actor, deny, doctor, document, permit
from tests.sharing.api.fhir.consents import consent as filed
from tests.sharing.api.fhir.test_audit_events import disclosed, ours
from tests.sharing.hospital import Hospital

KIT = pathlib.Path(site.BASE_DIR) / "tools" / "fhir-kit"
AT = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
ONE = "5c4c1f5e-0000-4000-8000-000000000001"


def exported() -> list[dict[str, Any]]:
    """What a patient's export holds, in every shape (`sharing.fhir.writing`)."""
    policy = consent.Policy(site.SITE_URL, f"{site.SITE_URL}/droits/")
    word = Preference("w", ONE, "oppose", "professional", ONE, "everything", "", AT, None, AT)
    shapes = itertools.product(
        ("grant", "oppose"), ("professional", "organisation", "profession", "person", "everyone"),
        ("document", "category", "specialty", "everything"),
    )  # fmt: skip
    words = [
        replace(word, stance=stance, to_kind=to, to=ONE, about_kind=about, about=ONE) for stance, to, about in shapes
    ]
    asked = audit.Asked(ONE, AT, "care", ("Practitioner", ONE), ONE, permit=True, documents=(ONE,))
    events = [asked, replace(asked, permit=False, asker=None, place="", purpose="mandate", documents=())]
    return [consent.consent(each, ONE, in_a_bundle, policy=policy, at=AT) for each in words] + [
        audit.audit_event(each, ONE, in_a_bundle, observer=site.SITE_URL) for each in events
    ]


def provisions(chu: Hospital) -> list[dict[str, Any]]:
    return [
        deny(),
        deny(actor=[actor(doctor(chu.leroy_rpps))]),
        deny(data=[document(chu.seen)]),
        deny(period={"start": "2026-11-23", "end": "2099-01-01"}),
        deny(provision=[permit(chu.leroy_rpps)]),
        permit(chu.leroy_rpps, provision=[deny(data=[document(chu.seen)])]),
    ]


def test_fhir_kit_client_and_the_validator_of_npm_find_nothing_to_say(
    chu: Hospital, client: Client, live_server: Any, settings: Any, tmp_path: pathlib.Path
) -> None:
    settings.SITE_URL = live_server.url
    headers = {"Authorization": f"Bearer {token_of(client, chu.credentials)}"}
    asked = [chu.asked(each) for each in (chu.seen, chu.hidden, None)]
    decisions.answer_system(chu.credentials.client_id, asked, at=datetime.now(UTC))
    for path, body in [
        *(("Consent", filed(chu, each)) for each in provisions(chu)),
        *(("AuditEvent", disclosed(chu, ours(each))) for each in (chu.seen, chu.hidden)),
    ]:
        answer = client.post(f"/fhir/{path}", json.dumps(body), content_type="application/fhir+json", headers=headers)
        assert answer.status_code == 201, answer.content
    files = [tmp_path / f"{number}.json" for number, _ in enumerate(exported())]
    for path, resource in zip(files, exported(), strict=True):
        path.write_text(json.dumps(resource))
        path.with_suffix(".xml").write_bytes(to_xml(resource))
    one = tmp_path / "consent.json"
    one.write_text(json.dumps(filed(chu, permit(chu.leroy_rpps, data=[document(chu.seen)]))))
    given = {"FHIR_BASE": f"{live_server.url}/fhir", "CONSENT": str(one), "CLIENT_ID": chu.credentials.client_id,
             "CLIENT_SECRET": chu.credentials.client_secret}  # fmt: skip
    done = subprocess.run(
        ["node", "check.mjs", *map(str, files)], cwd=KIT, env=os.environ | given, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip

    print(done.stdout)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr[-8000:])
