"""What `saebyeok doctor` looks at of the AutoML half: that every kept model is the one its training made."""

from __future__ import annotations

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.settings import Settings

SHOWN = 5
REMEDY = Message("train that model again, or bring it back from a backup ('saebyeok restore')")


def check_models(settings: Settings) -> Finding:
    """The files of each kept model have the digest its row keeps. None is loaded."""
    from automl_lib.errors import PredictionRefused
    from automl_lib.persistence import check_model
    from records import trainings
    from records.engine import open_engine, reading
    from store.errors import StoreError
    from store.files import Store

    store = Store(settings.effective_store_url)
    with reading(open_engine(settings.effective_database_url)) as session:
        kept = trainings.kept_models(session)
    wrong = []
    for training_id, folder, digest in kept:
        try:
            with store.local_folder(folder) as local:
                check_model(local, digest)
        except (PredictionRefused, StoreError) as trouble:
            wrong.append(f"training {training_id}: {trouble}")
    if wrong:
        more = f" (+{len(wrong) - SHOWN})" if len(wrong) > SHOWN else ""
        return Finding("models", False, "; ".join(wrong[:SHOWN]) + more, REMEDY)
    return Finding("models", True, f"{len(kept)} models as recorded")
