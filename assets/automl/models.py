"""The learners as assets, by a factory: a trained model each, its evaluation, and their comparison.

Learning is `automl_lib.training`, judging `automl_lib.evaluation`. A model's failure is written to its own
row of TB_AUTOML_TRAINING_RESULT and stops nothing but its own evaluation.
"""

import dagster as dg
from pydantic import Field

from assets.automl import by_hand, metadata, mirroring
from assets.automl.model_training import failing_alone, train_model
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.planned import kept_model, load_planned
from assets.automl.preprocessing import preprocessing_plan
from assets.runs import OWNERS, PRIORITY_TAG
from assets.step import Step, open_step
from domain.automl import DocumentStatus, TrainingStatus
from domain.evaluations import Scores, TrainingEvaluation
from domain.learners import CLASSIFICATION, LEARNERS, Learner, explanation_step
from domain.messages import Message
from domain.requests import RequestKind
from records import documents, trainings
from records.errors import DecisionRefused
from records.tables import Plan, Training, TrainingImage
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.tracking import Tracking

GROUP = "automl_models"
EVALUATION_LIBRARIES = (
    "automl_lib.training_process.preloaded",
    "matplotlib.figure",
    "automl_lib.pictures.calibration",
    "automl_lib.pictures.confusion_matrix",
    "automl_lib.evaluation.classification",
)
"""What judging a model imports."""
VALIDATION_SCORES = ("roc_auc", "r2", "silhouette")
"""Of a classifier, a regressor and a clustering: what VALIDATION_VAL holds."""
_MADE_OF = {
    False: "fitted on the training split by the applied plan",
    True: "the models trained by the applied plan, combined by their held-back predictions",
}
JUDGED_ON = {
    "classification": "on rows it never saw",
    "clustering": "on all the rows it grouped",
}


class TrainingChoices(dg.Config):
    """How a model is trained."""

    seed: int = Field(0, ge=0, lt=2**32, description="Seed of everything random in the training.")
    budget_seconds: float | None = Field(
        None, gt=0, description="Most seconds that one model may take. Empty: no bound."
    )


def build_model_assets(info: Learner) -> tuple[dg.AssetsDefinition, dg.AssetsDefinition]:
    """The trained model of one learner and its evaluation."""

    @dg.asset(
        name=f"{info.code}_model",
        deps=[preprocessing_plan],
        partitions_def=AUTOML_DOCUMENTS,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"pytorch" if info.code == "neural_network" else "scikitlearn"},
        pool="train",
        op_tags={PRIORITY_TAG: "-1"} if info.combines else None,  # it begins when the others have
        description=f"{info.name.en}: {_MADE_OF[info.combines]}, and kept under its "
        "SHA-256 by skops (weights of neural networks: safetensors).",
    )
    def trained_model(
        context: dg.AssetExecutionContext,
        config: TrainingChoices,
        database: Database,
        files: Files,
        clock: Clock,
    ) -> dg.MaterializeResult[None]:
        decide = by_hand.train([info.code], config.seed, config.budget_seconds)
        with open_step(
            context, database, clock, by_hand=RequestKind.TRAIN, decide=decide, settles=False
        ) as step:
            return dg.MaterializeResult(
                metadata=train_model(
                    step, files, info, seed=config.seed, budget_seconds=config.budget_seconds
                )
            )

    @dg.asset(
        name=f"{info.code}_evaluation",
        deps=[trained_model],
        partitions_def=AUTOML_DOCUMENTS,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"matplotlib"},
        op_tags={PRIORITY_TAG: "1"},  # scores appear before the next model is trained
        description=f"{info.name.en} judged {JUDGED_ON[info.group]}: scores and pictures in TB_AUTOML_*.",
    )
    def evaluation(
        context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
    ) -> dg.MaterializeResult[None]:
        with open_step(context, database, clock, by_hand=RequestKind.TRAIN, settles=False) as step:
            training = training_of(step, info.code)
            return dg.MaterializeResult(metadata=evaluate_training(step, files, info, training))

    return trained_model, evaluation


MODEL_ASSETS = {code: build_model_assets(info) for code, info in LEARNERS.items()}


@dg.asset(
    deps=[
        *(evaluation for _, evaluation in MODEL_ASSETS.values()),
        *(explanation_step(info.code) for info in LEARNERS.values() if info.group == CLASSIFICATION),
    ],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"table", "mlflow"},
    description="The latest training of every model side by side, and each evaluated one as a run in MLflow. Ends the "
    "request.",
)
def model_comparison(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock, tracking: Tracking
) -> dg.MaterializeResult[None]:
    with open_step(context, database, clock, by_hand=RequestKind.TRAIN) as step:
        with database.reading() as session:
            summaries = trainings.latest(session, step.doc_id)
            made = trainings.of_request(session, step.request_id)
        # After all scores: people wait for those, and MLflow takes seconds for each model.
        shown: metadata.Metadata = {}
        for training in made:
            if training.status == TrainingStatus.EVALUATED:
                mirrored = mirroring.mirror_one(
                    database, files, tracking, training.training_id, step.guard, context.log.warning
                )
                shown |= {f"{training.model_code}: {name}": value for name, value in mirrored.items()}
        step.finish()
    return dg.MaterializeResult(metadata={"models": metadata.of_summaries(summaries), **shown})


def evaluate_training(step: Step, files: Files, info: Learner, training: Training) -> metadata.Metadata:
    """Judge a training on its held-out rows, and keep its scores and pictures; the metadata of its asset."""
    from automl_lib.evaluation import evaluate_classifier, evaluate_clustering, evaluate_regressor
    from automl_lib.pictures import draw_pictures

    if training.status == TrainingStatus.EVALUATED:
        return {"training": training.training_id, "note": "done by an earlier attempt"}
    with failing_alone(step, training):
        with step.database.reading() as session:
            document = documents.get(session, step.doc_id)
            plan_row = session.get_one(Plan, (step.doc_id, training.plan_version))
        planned = load_planned(files, document, plan_row)
        with kept_model(files, training) as model:
            held_out = planned.frame.iloc[planned.test_rows]
            scores: Scores
            if model.is_classifier:
                scores = evaluate_classifier(model, held_out)
            elif model.is_regressor:
                scores = evaluate_regressor(model, held_out)
            else:
                scores = evaluate_clustering(model, planned.frame)
        pictures = draw_pictures(info, document.name, scores, model.history, files.picture_language)
        folder = f"automl/{step.doc_id}/trainings/{training.training_id}"
        stored = {
            kind: files.store.put_bytes(png, f"{folder}/{kind.name.lower()}.png")
            for kind, png in pictures.items()
        }
        images = [
            TrainingImage(training_id=training.training_id, kind=kind, path=file.key, sha256=file.sha256)
            for kind, file in stored.items()
        ]
        with step.transaction() as session:
            row = trainings.get(session, training.training_id)
            trainings.set_evaluated(
                row,
                TrainingEvaluation(scores, tuple(model.history), model.settings, tuple(model.columns)),
            )
            trainings.replace_images(session, training.training_id, images)
            documents.advance(documents.get(session, step.doc_id), DocumentStatus.TRAINED, step.clock.now())
        step.log_line(Message("evaluated; {count} pictures", count=len(pictures)))
    return metadata.of_evaluation(training.training_id, scores, pictures)


def training_of(step: Step, code: str) -> Training:
    """The training this run made, or, launched by hand alone, the newest of this model that was kept."""
    with step.database.reading() as session:
        own = trainings.of_request(session, step.request_id, code)
        found = own[0] if own else trainings.newest_kept(session, step.doc_id, code)
    if found is None:
        raise DecisionRefused(
            Message(
                "document {doc_id} has no training of {code} to evaluate; train it first",
                doc_id=step.doc_id,
                code=code,
            )
        )
    return found
