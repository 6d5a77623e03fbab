"""Sending trainings to MLflow and confirming models there. Every call may be repeated.

A training is found again by its tag, so that a second mirror of it changes nothing. MLflow itself
is imported inside the functions: it takes seconds.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING

import dagster as dg

from resources.tracking import mirrors
from resources.tracking.logged_model import MODEL_ARTIFACT, log_model
from resources.tracking.mirrors import TrainingMirror

if TYPE_CHECKING:
    from mlflow import MlflowClient

    from domain.decision_rules import DecisionRule

TRAINING_TAG = "saebyeok.training_id"
RULED_RUN_TAG, THRESHOLD_TAG = "saebyeok.ruled_run", "saebyeok.threshold"
"""Of versions whose threshold is that of a decision rule."""
CHAMPION = "champion"
CHALLENGER = "challenger"
"""The newest evaluated model of a document that has a confirmed one."""
HEALTH_SECONDS = 3


class TrackingUnavailable(Exception):
    """MLflow can't be reached now; what was to be sent is sent later."""


class Tracking(dg.ConfigurableResource["Tracking"]):
    """An MLflow tracking server."""

    url: str

    def available(self) -> bool:
        """Whether the server answers now."""
        return answers(self.url)

    def mirror(self, training: TrainingMirror) -> str:
        """Make MLflow's run of this training, complete with model and pictures; its run id.

        Raises:
            TrackingUnavailable: the server can't be reached, or gave up half-way.
        """
        client = self._client()
        import mlflow
        from mlflow.exceptions import MlflowException

        try:
            run_id = _find_or_create(client, training)
            if client.get_run(run_id).info.status == "FINISHED":
                return run_id
            client.log_batch(run_id, params=mirrors.params(training))
            client.log_inputs(run_id, [mirrors.dataset(data) for data in training.data])
            for name, picture in training.pictures.items():
                client.log_artifact(run_id, str(picture), name)
            client.log_dict(run_id, dict(training.evaluation), "evaluation.json")
            if training.importances:
                client.log_dict(run_id, dict(training.importances), "importances.json")
            with mlflow.start_run(run_id=run_id):
                model_id = log_model(training)
                client.log_batch(run_id, metrics=mirrors.metrics(training, model_id))
                self._challenge(client, registered_name(training.doc_id), run_id, training)
            client.set_terminated(run_id, "FINISHED")
        except (MlflowException, OSError) as error:
            raise TrackingUnavailable(f"MLflow at {self.url} did not take the training: {error}") from error
        return run_id

    def confirm(
        self,
        *,
        doc_id: str,
        document_name: str,
        mlflow_run_id: str,
        tags: Mapping[str, str],
        ruled: TrainingMirror | None = None,
    ) -> str:
        """Register the run's model and move the alias `champion` to it; the version's number.

        Args:
            tags: of the version, such as the document and who confirmed it.
            ruled: the training with its decision rule, where a person chose one. Its model is logged to the run and registered
                as a version of its own, because files of a version never change.

        Raises:
            TrackingUnavailable: the server can't be reached.
        """
        client = self._client()
        from mlflow.exceptions import MlflowException

        name = registered_name(doc_id)
        try:
            if not client.search_registered_models(f"name = '{name}'"):
                client.create_registered_model(name, description=document_name)
            if ruled is not None and ruled.rule is not None:
                version = _ruled_version(client, name, mlflow_run_id, ruled, ruled.rule)
            else:
                version = _version(client, name, mlflow_run_id)
            for key, value in tags.items():
                client.set_model_version_tag(name, version, key, value[:5000])
            client.set_registered_model_alias(name, CHAMPION, version)
            _end_challenge(client, name, mlflow_run_id, version)
        except (MlflowException, OSError) as error:
            raise TrackingUnavailable(f"MLflow at {self.url} did not register the model: {error}") from error
        return version

    def run_url(self, mlflow_run_id: str) -> str:
        """Where people see a run."""
        return f"{self.url}/#/runs/{mlflow_run_id}"

    @staticmethod
    def _challenge(client: MlflowClient, name: str, run_id: str, training: TrainingMirror) -> None:
        """Move the alias `challenger` to the run's model where a confirmed model is there to be compared with.

        Its version says what came of the comparison, where there was one.
        """
        found = client.search_registered_models(f"name = '{name}'")
        if not found or CHAMPION not in found[0].aliases:
            return
        version = _version(client, name, run_id)
        for key, value in training.version_tags.items():
            client.set_model_version_tag(name, version, key, value[:5000])
        if training.version_description is not None:
            client.update_model_version(name, version, training.version_description)
        client.set_registered_model_alias(name, CHALLENGER, version)

    def _client(self) -> MlflowClient:
        if not self.available():
            raise TrackingUnavailable(f"MLflow at {self.url} does not answer")
        import mlflow

        mlflow.set_tracking_uri(self.url)
        return mlflow.MlflowClient(self.url)


def answers(url: str) -> bool:
    """Whether the MLflow server at `url` answers now."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=HEALTH_SECONDS) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def experiment_name(doc_id: str) -> str:
    """The MLflow experiment that holds all trainings of a document."""
    return f"automl-{doc_id}"


def registered_name(doc_id: str) -> str:
    """The MLflow registered model of a document."""
    return f"automl-{doc_id}"


def _version(client: MlflowClient, name: str, run_id: str) -> str:
    """The number of the version made of the run's model, which is registered where it is not yet."""
    import mlflow

    versions = client.search_model_versions(f"name = '{name}'")
    version = next((v for v in versions if v.run_id == run_id and THRESHOLD_TAG not in v.tags), None)
    if version is None:
        # Resolves the run's logged model; a version made of the bare artifact path has no files.
        version = mlflow.register_model(f"runs:/{run_id}/{MODEL_ARTIFACT}", name)
    return str(version.version)


def _end_challenge(client: MlflowClient, name: str, run_id: str, version: str) -> None:
    """Take the alias `challenger` from the run that is confirmed; what its version says of the comparison goes to the confirmed one."""
    # A database gives numbers, a server strings.
    number = client.get_registered_model(name).aliases.get(CHALLENGER)
    if number is None:
        return
    challenger = client.get_model_version(name, str(number))
    if challenger.run_id != run_id:
        return
    if str(number) != version:
        known = client.get_model_version(name, version).tags
        for key in challenger.tags.keys() - known.keys():
            client.set_model_version_tag(name, version, key, challenger.tags[key])
        if challenger.description:
            client.update_model_version(name, version, challenger.description)
    client.delete_registered_model_alias(name, CHALLENGER)


def _ruled_version(
    client: MlflowClient, name: str, run_id: str, training: TrainingMirror, rule: DecisionRule
) -> str:
    """The number of the version with the rule's threshold, which is logged and registered where it is not yet."""
    import mlflow

    wanted = {RULED_RUN_TAG: run_id, THRESHOLD_TAG: repr(rule.threshold)}
    for version in client.search_model_versions(f"name = '{name}'"):
        if wanted.items() <= version.tags.items():
            return str(version.version)
    with mlflow.start_run(run_id=run_id):
        model_id = log_model(training)
    client.set_terminated(run_id, "FINISHED")
    return str(mlflow.register_model(f"models:/{model_id}", name, tags=wanted).version)


def _find_or_create(client: MlflowClient, training: TrainingMirror) -> str:
    name = experiment_name(training.doc_id)
    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        tags = {
            "mlflow.note.content": training.document_name,
            "mlflow.experimentKind": "custom_model_development",  # MLflow 3.17 heeds the browser's last choice
            "saebyeok.doc_id": training.doc_id,
        }
        experiment_id = client.create_experiment(name, tags=tags)
    else:
        experiment_id = experiment.experiment_id
    found = client.search_runs(
        [experiment_id], f"tags.`{TRAINING_TAG}` = '{training.training_id}'", max_results=1
    )
    if found:
        return str(found[0].info.run_id)
    run = client.create_run(
        experiment_id,
        run_name=f"{training.model_code} {training.training_id}",
        tags={**training.tags, TRAINING_TAG: training.training_id, "model": training.model_code},
    )
    return str(run.info.run_id)
