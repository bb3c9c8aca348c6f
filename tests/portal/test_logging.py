import json
import logging
import logging.config

import pytest
import structlog

from portal.logging import logging_configuration


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What production writes when a page fails on a refused row."""
    configuration = logging_configuration(as_json=True, level="INFO")
    handler = logging.StreamHandler()
    formatter = configuration["formatters"]["structured"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"]
        )
    )
    logger = logging.getLogger("tests.production")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        patient = "Marie Durand"
        raise ValueError(f"refused\nDETAIL: Key (name)=({patient}) already exists.")
    except ValueError:
        logger.exception("failed")
    finally:
        logger.removeHandler(handler)
    return capfd.readouterr().err.splitlines()


def test_a_failure_is_one_json_line_with_its_frames_and_nobody_s_name(written: list[str]) -> None:
    (line,) = written
    event = json.loads(line)

    assert event["event"] == "failed"
    assert event["level"] == "error"
    assert event["exception"][0]["exc_type"] == "ValueError"
    assert event["exception"][0]["exc_value"] == "refused"
    assert event["exception"][0]["frames"]
    assert "Durand" not in line
