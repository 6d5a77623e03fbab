"""One typed row: its prediction, reasons and counterfactual, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from automl_lib.errors import PredictionRefused
from automl_lib.explanations import answer_what_if
from automl_lib.reading.parsing.parse import family_of
from domain.columns import ColumnType
from domain.table_schema import TableSchema
from domain.what_if import Goal, WhatIf, WhatIfAnswer, largest


def readable(model):
    """The model with a schema by which cells can be read, as that of a table from a file."""
    words = {"family": family_of(["예", "아니오"]), "true": "예", "false": "아니오"}
    columns = [
        replace(column, parsing=words) if column.type is ColumnType.BOOL else column
        for column in model.schema.columns
    ]
    return replace(model, schema=TableSchema(tuple(columns)))


def ask(explainable, kind="two", *, changeable=None, goal=Goal(), **cells):  # noqa: B008 - it is frozen
    model, _, _, background = explainable("decision_tree", kind)
    typed = {"Fresh": "0.4", "Milk": "12", "지역": "서울", "가입일": "2024-05-01", "회원": "예"} | cells
    return answer_what_if(readable(model), background, WhatIf("1", typed, changeable, goal))


def test_the_answer_is_that_of_the_model(explainable):
    model, _, _, _ = explainable("decision_tree")
    answer = ask(explainable)
    assert answer.predicted == ("yes" if answer.output >= model.threshold else "no")
    assert answer.explained == "yes"
    assert answer.probabilities == {
        "no": pytest.approx(1 - answer.output),
        "yes": pytest.approx(answer.output),
    }
    assert answer.base + sum(r.contribution for r in answer.reasons) == pytest.approx(answer.output)
    assert {(r.label, r.value) for r in answer.reasons} >= {("Fresh", "0.4"), ("지역", "서울")}
    sizes = [abs(r.contribution) for r in answer.reasons]
    assert sizes == sorted(sizes, reverse=True)


def test_a_changed_cell_moves_the_answer(explainable):
    assert ask(explainable, Fresh="2.5").output > ask(explainable, Fresh="-2.5").output


def test_a_number_comes_with_its_interval(explainable):
    answer = ask(explainable, "number")
    assert answer.interval[0] <= answer.output <= answer.interval[1]
    assert (answer.explained, answer.threshold, answer.probabilities) == (None, None, {})
    assert float(answer.predicted) == pytest.approx(answer.output, rel=1e-5)


def test_of_several_classes_the_predicted_one_is_explained(explainable):
    answer = ask(explainable, "many", Fresh="2.5")
    assert answer.explained == answer.predicted
    assert answer.output == max(answer.probabilities.values())


def test_blanks_new_categories_and_people_s_spellings_are_taken(explainable):
    answer = ask(explainable, Fresh="", Milk="1,200", 지역="화성", 가입일="2024-06-01")
    assert {r.label: r.value for r in answer.reasons}["Fresh"] == ""


def test_absent_columns_are_blank_and_headers_match_loosely(explainable):
    model, _, _, background = explainable("decision_tree")
    model = readable(model)
    loose = answer_what_if(model, background, WhatIf("1", {" 지 역 ": "서울"}))
    exact = answer_what_if(model, background, WhatIf("1", {"지역": "서울"}))
    assert loose.output == exact.output


@pytest.mark.parametrize(
    ("cells", "code"), [({"없는칼럼": "1"}, "column_unknown"), ({"Milk": "많이"}, "columns_unreadable")]
)
def test_what_cannot_be_taken_is_refused(explainable, cells, code):
    with pytest.raises(PredictionRefused) as refusal:
        ask(explainable, **cells)
    assert refusal.value.code == code


def test_the_target_is_no_column_to_type(explainable):
    answer = ask(explainable, y="no")  # a row of the training table has it
    assert "y" not in {r.label for r in answer.reasons}


def test_a_counterfactual_turns_the_answer(explainable):
    answer = ask(explainable, Fresh="-2", changeable=("Fresh", "지역", "회원"))
    assert answer.predicted == "no"
    assert answer.counterfactual.predicted == "yes"
    changed = {change.label: change.after for change in answer.counterfactual.changes}
    again = ask(explainable, **({"Fresh": "-2"} | changed))
    assert again.predicted == "yes"
    assert again.output == pytest.approx(answer.counterfactual.output)


def test_none_is_said_with_what_to_do(explainable):
    answer = ask(explainable, Fresh="-2", changeable=("Milk",))
    assert answer.counterfactual is None
    assert "Let more columns change" in answer.no_counterfactual.en


def test_a_number_is_to_reach_something(explainable):
    with pytest.raises(PredictionRefused) as refusal:
        ask(explainable, "number", changeable=("Fresh",))
    assert refusal.value.code == "goal_number"
    answer = ask(explainable, "number", changeable=("Fresh",), Fresh="-1", goal=Goal(at_least=105))
    assert float(answer.counterfactual.predicted) >= 105
    reached = ask(explainable, "number", changeable=("Fresh",), goal=Goal(at_least=1))
    assert "already" in reached.no_counterfactual.en


def test_an_infinite_number_is_shown_as_the_blank_it_is_read_as(explainable):
    infinite, blank = (ask(explainable, "number", Fresh=cell) for cell in ("inf", ""))
    assert infinite.output == blank.output
    assert {reason.value for reason in infinite.reasons if reason.label == "Fresh"} == {""}


@pytest.mark.parametrize(
    ("changeable", "goal", "code"),
    [
        ((), Goal(), "nothing_changeable"),
        (("없는칼럼",), Goal(), "column_unknown"),
        (("Fresh",), Goal(label="maybe"), "goal_class"),
        (("Fresh",), Goal(at_least=0.9), "goal_number_of_classes"),
        (None, Goal(at_most=3.0), "goal_alone"),
    ],
)
def test_unfit_wishes_are_refused(explainable, changeable, goal, code):
    with pytest.raises(PredictionRefused) as refusal:
        ask(explainable, changeable=changeable, goal=goal)
    assert refusal.value.code == code


def test_question_and_answer_cross_processes(explainable):
    question = WhatIf("1", {"Fresh": "1"}, ("Fresh",), Goal(label="yes"))
    assert WhatIf.from_json(question.to_json()) == question
    for answer in (ask(explainable, Fresh="-2", changeable=("Fresh",)), ask(explainable, "number")):
        assert WhatIfAnswer.from_json(answer.to_json()) == answer


def test_reasons_of_nothing_are_no_reasons(explainable):
    reasons = ask(explainable).reasons
    assert len(largest(reasons)) == 3
    assert all(reason.contribution for reason in largest(reasons, 5))


def test_where_every_column_may_change_no_more_are_asked_for(made):
    model, _, background = made(lambda frame: frame["c0"] + frame["c1"], labels=("크기", "나이"))
    cells = {"크기": "1", "나이": "1"}
    for changeable, more in ((("크기", "나이"), False), (("크기",), True)):
        answer = answer_what_if(model, background, WhatIf("1", cells, changeable, Goal(at_least=1e6)))
        assert ("Let more columns change" in answer.no_counterfactual.en) is more
