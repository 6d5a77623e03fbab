"""The nightly trainings in MLflow: a run each, live while it trains, and the deployed network as its champion.

The records are authoritative: every call may be repeated, and no result is lost while MLflow is away.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg

from resources.tracking import mirrors
from resources.tracking.client import CHAMPION, TrackingUnavailable, answers
from resources.tracking.mirrors import DataMirror

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "ocr-network"
MODEL = "ocr-network"
NETWORK_TAG = "saebyeok.network_id"
ARTIFACTS = "network"


class NetworkTracking(dg.ConfigurableResource["NetworkTracking"]):
    """An MLflow tracking server, as far as networks are concerned."""

    url: str

    def available(self) -> bool:
        """Whether the server answers now."""
        return answers(self.url)

    def begin(self, network_id: str, params: Mapping[str, Any]) -> str:
        """The run of a training, made where there is none; its run id. Raises TrackingUnavailable."""
        with self._client() as client:
            experiment = client.get_experiment_by_name(EXPERIMENT)
            experiment_id = (
                experiment.experiment_id
                if experiment is not None
                else client.create_experiment(
                    EXPERIMENT, tags={"mlflow.experimentKind": "custom_model_development"}
                )
            )
            found = client.search_runs(
                [experiment_id], f"tags.`{NETWORK_TAG}` = '{network_id}'", max_results=1
            )
            if found:
                return str(found[0].info.run_id)
            run = client.create_run(
                experiment_id, run_name=f"network {network_id}", tags={NETWORK_TAG: network_id}
            )
            for name, value in params.items():
                client.log_param(run.info.run_id, name, str(value)[:500])
            return str(run.info.run_id)

    def log(self, run_id: str, values: Mapping[str, float], *, step: int) -> None:
        """Numbers of one moment of the training. Raises TrackingUnavailable."""
        self.log_history(run_id, [{**values, "iteration": step}])

    def log_history(self, run_id: str, history: Sequence[Mapping[str, float | None]]) -> None:
        """Numbers of several moments, each with its `iteration`; None is left out. Raises TrackingUnavailable."""
        from mlflow.entities import Metric

        now = int(time.time() * 1000)
        metrics = [
            Metric(name, float(value), now, int(moment["iteration"] or 0))
            for moment in history
            for name, value in moment.items()
            if name != "iteration" and value is not None
        ]
        with self._client() as client:
            for start in range(0, len(metrics), 1000):
                client.log_batch(run_id, metrics=metrics[start : start + 1000])

    def finish(
        self,
        run_id: str,
        *,
        scores: Mapping[str, Any],
        verdict: str,
        folder: Path,
        data: Sequence[DataMirror],
        detector: Mapping[str, float],
    ) -> None:
        """Log the end of a training: its scores, why it was or wasn't deployed, its files and items.

        Args:
            detector: recall and precision of the detector that the network reads behind; empty where not known.

        Raises:
            TrackingUnavailable: the server can't be reached.
        """
        rates = {
            f"{name}_cer_{when}": values[when]
            for name, values in scores.items()
            for when in ("before", "after")
            if when in values
        }
        rates |= {f"detector_{name}": value for name, value in detector.items()}
        self.log(run_id, rates, step=0)
        with self._client() as client:
            client.log_inputs(run_id, [mirrors.dataset(one) for one in data])
            client.set_tag(run_id, "saebyeok.verdict", verdict[:5000])
            client.log_dict(run_id, dict(scores), "scores.json")
            client.log_artifacts(run_id, str(folder), ARTIFACTS)
            client.set_terminated(run_id, "FINISHED")

    def deploy(self, run_id: str, network_id: str) -> str:
        """Make the network of the run the champion; the version's number. Raises TrackingUnavailable."""
        with self._client() as client:
            versions = client.search_model_versions(f"name = '{MODEL}'")
            version = next((v for v in versions if v.run_id == run_id), None)
            if version is None:
                if not client.search_registered_models(f"name = '{MODEL}'"):
                    client.create_registered_model(MODEL, description="새벽 문자 인식 네트워크")
                uri = client.get_run(run_id).info.artifact_uri
                version = client.create_model_version(
                    MODEL, source=f"{uri}/{ARTIFACTS}", run_id=run_id, tags={NETWORK_TAG: network_id}
                )
            client.set_registered_model_alias(MODEL, CHAMPION, version.version)
            return str(version.version)

    def forget_champion(self) -> None:
        """The shipped network reads, which MLflow has no run of. Raises TrackingUnavailable."""
        with self._client() as client:
            if client.search_registered_models(f"name = '{MODEL}'"):
                client.delete_registered_model_alias(MODEL, CHAMPION)

    def run_url(self, run_id: str) -> str:
        """Where people see a run."""
        return f"{self.url}/#/runs/{run_id}"

    @contextmanager
    def _client(self) -> Iterator[MlflowClient]:
        if not self.available():
            raise TrackingUnavailable(f"MLflow at {self.url} does not answer")
        import mlflow
        from mlflow.exceptions import MlflowException

        try:
            yield mlflow.MlflowClient(self.url)
        except (MlflowException, OSError) as error:
            raise TrackingUnavailable(f"MLflow at {self.url} did not take it: {error}") from error
