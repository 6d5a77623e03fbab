"""What `mlflow.pyfunc` loads takes rows as files do: the same refusals, the same warnings."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from automl_lib.errors import PredictionRefused
from resources.tracking import Tracking, client
from tests.resources.mirrored_models import mirror_of

pytestmark = pytest.mark.slow


def customer(n):
    """Who buys again has a discount under 20% or doesn't pay automatically."""
    percent, pays = n * 7 % 50, "N" if n % 5 == 0 else "Y"
    again = "예" if percent < 20 or pays == "N" else "아니오"
    return [f"K{n:05}", 20 + n % 55, pays, f"2023-{n % 12 + 1:02d}-{n % 28 + 1:02d}", f"{percent}%", again]


CUSTOMER = ["고객번호", "나이", "이체", "가입일", "할인율", "재구매"]


@pytest.fixture(scope="module")
def customers(tmp_path_factory):
    """(a model through `mlflow.pyfunc.load_model`, new rows as text)"""
    import mlflow

    folder = tmp_path_factory.mktemp("customers")
    path = folder / "고객.csv"
    pd.DataFrame([customer(n) for n in range(200)], columns=CUSTOMER).to_csv(path, index=False)
    _, mirror = mirror_of(folder, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "answers", lambda url: True)
        patch.chdir(folder)
        run_id = Tracking(url=f"sqlite:///{folder / 'mlflow.db'}").mirror(mirror)
        model = mlflow.pyfunc.load_model(f"runs:/{run_id}/model")
    rows = pd.DataFrame([customer(n) for n in range(300, 360)], columns=CUSTOMER, dtype=str)
    return model, rows.drop(columns="재구매")


def told(model, rows):
    """(what is predicted, the sentences it warns with)"""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        predicted = model.predict(rows)["prediction"].tolist()
    return predicted, [str(one.message) for one in caught if one.category is UserWarning]


def test_a_loaded_model_refuses_what_a_file_is_refused_for(customers):
    model, rows = customers
    as_bool = rows.assign(이체=rows["이체"] == "Y")
    as_months = rows.assign(가입일=rows["가입일"].str[:7])
    for changed, column in ((as_bool, "이체"), (as_months, "가입일"), (as_bool.head(1), "이체")):
        with pytest.raises(PredictionRefused, match=column) as refusal:
            model.predict(changed)
        assert refusal.value.code == "columns_unreadable"


@pytest.mark.parametrize("count", [1, 60])
def test_a_loaded_model_reads_days_in_digits_as_a_file(customers, count):
    model, rows = customers
    rows = rows.tail(count)
    assert told(model, rows.assign(가입일=rows["가입일"].str.replace("-", "").astype(int))) == told(
        model, rows
    )


@pytest.mark.parametrize("count", [1, 60])
def test_a_loaded_model_reads_bare_percentages_as_a_file_and_warns(customers, count):
    model, rows = customers
    rows = rows.tail(count)
    expected, before = told(model, rows)
    bare = rows.assign(할인율=rows["할인율"].str.removesuffix("%").astype(int))
    predicted, after = told(model, bare)
    assert predicted == expected
    assert not any("'할인율'" in sentence for sentence in before)
    assert any("'할인율'" in sentence and "range of training" in sentence for sentence in after)


def test_a_loaded_model_warns_of_what_training_did_not_have(customers):
    model, rows = customers
    _, sentences = told(model, rows.head(1).assign(나이=500))
    assert any("'나이'" in sentence and "500" in sentence for sentence in sentences)
    total = pd.DataFrame([["합계", "4200", None, None, None]], columns=rows.columns)
    _, sentences = told(model, pd.concat([rows, total]))
    assert any("row 61 ('합계')" in sentence for sentence in sentences)


def test_a_loaded_model_takes_rows_without_the_columns_it_does_not_use(customers):
    model, rows = customers
    inputs = model.metadata.signature.inputs
    assert inputs.required_input_names() == ["나이", "이체", "가입일", "할인율"]
    assert inputs.optional_input_names() == ["고객번호"]
    assert told(model, rows.drop(columns="고객번호")) == told(model, rows)
    assert told(model, rows)[1] == []
