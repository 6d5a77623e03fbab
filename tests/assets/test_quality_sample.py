"""The asset of the weekly quality sample."""

from __future__ import annotations

from domain.requests import RequestStatus
from records.engine import reading, transaction
from records.ocr.proofreading import quality
from work_requests import ocr_decisions


def test_a_week_without_confirmed_texts_has_an_empty_sample(workshop):
    with transaction(workshop.engine) as session:
        request_id = ocr_decisions.draw_quality_sample(session, by="me", now=workshop.now()).request_id
    (result,) = workshop.run_waiting()
    assert result.success
    assert workshop.request(request_id).status == RequestStatus.DONE
    with reading(workshop.engine) as session:
        (figure,) = quality.figures(session, limit=2)
    assert (figure.drawn, figure.texts.rate, figure.fields.rate) == (0, None, None)
    assert workshop.request(request_id).result["week"] == figure.week
