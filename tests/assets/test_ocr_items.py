"""What a night does with the texts that were chosen, before anything is trained."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from domain.ocr import NetworkStatus, TrainingPart
from domain.requests import RequestStatus
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr import decisions
from records.ocr.learning import networks, train_texts
from records.ocr.texts import ReadText
from tests.factories import read_document
from work_requests import ocr_decisions

pytestmark = pytest.mark.slow

DOC = "261122000000010"


@pytest.fixture
def judging(workshop):
    """A document that judges, with a chosen text: those that were learnt from are deleted."""
    picture = np.full((32, 200), 255, np.uint8)
    picture[8:-8, 8:-8] = 0
    crop = build_files(workshop.settings).store.put_bytes(
        bytes(cv2.imencode(".png", picture)[1]), f"ocr/{DOC}/crops/1.png"
    )
    now = workshop.now()
    with transaction(workshop.engine) as session:
        read = [ReadText("합계", 0.5, (0, 0, 200, 32), [[0, 0]] * 4, crop.key, crop.sha256)]
        part = TrainingPart.VALIDATION
        read_document(session, DOC, now, read, file_name="a.png", company="", part=part)
        decisions.select(session, [f"{DOC}_01_1"], by="kim", now=now)
        return ocr_decisions.retrain(session, by="kim", now=now, minutes=0.1).request_id


def test_texts_that_only_judge_teach_nothing_and_the_night_says_so(workshop, judging):
    (night,) = workshop.run_waiting()
    assert night.success
    done = workshop.request(judging)
    assert done.status == RequestStatus.DONE
    assert "검증용" in done.result["ko"]
    assert "nothing to learn" in done.result["en"]
    with reading(workshop.engine) as session:
        assert networks.of_request(session, judging).status == NetworkStatus.NOTHING_NEW


def test_training_texts_no_font_can_show_are_nothing_to_learn_from_either(workshop, judging):
    with transaction(workshop.engine) as session:
        train_texts.add(session, ["\U00013000"], by="kim", now=workshop.now())
    (night,) = workshop.run_waiting()
    assert not night.success
    done = workshop.request(judging)
    assert done.status == RequestStatus.FAILED
    assert "배울 글자" in done.reason_ko
