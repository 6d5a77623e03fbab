"""Commands of `saebyeok ocr` on texts: look, correct, confirm, choose, and all of it by CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from domain.ocr import TextAction, TextSource, TextState
from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.options import DashedTexts, Number
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, to_stderr
from orchestration.settings import Settings

STATES = [state.value for state in TextState]
PAST_CORRECTIONS = 50_000
score_option = click.option("--min-score", type=Number(0, 1), help="이 점수 이상인 글자 모두 (문서와 함께).")


@click.command()
@click.argument("doc")
@click.option("--page", "page_no", type=click.IntRange(1), help="한 쪽만.")
@click.option("--state", type=click.Choice(STATES), help="상태.")
@click.option("--below", type=Number(0, 1), help="이 점수보다 낮은 글자만.")
@click.option("--by-score", is_flag=True, help="낮은 점수부터 (기본: 읽는 차례).")
@click.option("--suggest/--no-suggest", default=True, help="지난 수정에서 찾은 제안을 함께 보입니다.")
@format_option
@click.pass_obj
def texts(
    settings: Settings,
    doc: str,
    page_no: int | None,
    state: str | None,
    below: float | None,
    by_score: bool,
    suggest: bool,
    as_format: str,
) -> None:
    """추출된 글자: 번호, 추출 글자, Score, 검증 글자, 제안, 학습대상."""
    from records.ocr import documents
    from records.ocr import texts as rows

    cli = CliContext(settings)
    with cli.reading() as session:
        documents.get(session, doc)
        found = rows.of_document(
            session,
            doc,
            page_no=page_no,
            state=TextState(state) if state else None,
            below=below,
            by_score=by_score,
        )
        past = rows.corrections(session, limit=PAST_CORRECTIONS) if suggest else []
    offered = _suggestions(past, {t.text_id: t.label for t in found if t.state == TextState.MACHINE})
    if as_format == "json":
        keys = (
            "text_id",
            "page_no",
            "text",
            "score",
            "corrected",
            "state",
            "selected",
            "box",
            "quad",
            "source",
            "recogniser",
            "characters",
        )
        more = ("crop_path", "network_id", "trained_text", "trained_score", "version")
        print_json(
            [
                {**{key: getattr(t, key) for key in keys + more}, "suggestion": offered.get(t.text_id)}
                for t in found
            ]
        )
        return
    print_table(
        [
            {
                "번호": t.text_id,
                "추출 글자": t.text,
                "Score": t.score,
                "검증 글자": t.corrected or "",
                "제안": offered.get(t.text_id) or "",
                "상태": TextState(t.state).label,
                "출처": TextSource(t.source).label,
                "학습": "Y" if t.selected else "",
                "다시 읽음": t.trained_text or "",
            }
            for t in found
        ]
    )


def _suggestions(past: list[tuple[str, str]], texts: dict[str, str]) -> dict[str, str]:
    """The best suggestion for each text that has one."""
    if not past or not texts:
        return {}
    from ocr_lib.suggestions import CorrectionMemory

    memory = CorrectionMemory(past)
    return {text_id: found[0].text for text_id, text in texts.items() if (found := memory.suggest(text))}


@click.command(cls=DashedTexts)
@click.argument("text_id")
@click.argument("corrected", required=False)
@click.option("--suggested", is_flag=True, help="제안을 그대로 받아들입니다.")
@click.option("--unreadable", is_flag=True, help="읽을 수 없는 글자로 표시합니다.")
@click.option("--undo", is_flag=True, help="결정을 되돌립니다: 기계가 읽은 그대로.")
@click.option("--select", "chosen", is_flag=True, help="학습대상으로도 고릅니다.")
@click.pass_obj
def correct(
    settings: Settings,
    text_id: str,
    corrected: str | None,
    suggested: bool,
    unreadable: bool,
    undo: bool,
    chosen: bool,
) -> None:
    """검증: 글자를 고칩니다. 읽은 것과 같으면 확인한 것이 됩니다."""
    from records.ocr import decisions
    from records.ocr import texts as rows

    if sum([corrected is not None, suggested, unreadable, undo]) != 1:
        raise Said(
            ko="고친 글자, --suggested, --unreadable, --undo 가운데 하나를 주세요.",
            en="give the corrected text, or one of --suggested, --unreadable, --undo",
            exit_code=REFUSED,
        )
    cli = CliContext(settings)
    if suggested:
        with cli.reading() as session:
            text = rows.get(session, text_id)
            past = rows.corrections(session, limit=PAST_CORRECTIONS)
        corrected = _suggestions(past, {text_id: text.label}).get(text_id)
        if corrected is None:
            raise Said(
                ko=f"{text_id}에 제안이 없습니다.",
                en=f"there is no suggestion for {text_id}",
                exit_code=REFUSED,
            )
    with cli.transaction() as session:
        if unreadable:
            decisions.mark_unreadable(session, [text_id], by=cli.by, now=cli.now())
        elif undo:
            decisions.reopen(session, [text_id], by=cli.by, now=cli.now())
        else:
            decisions.correct(session, text_id, corrected or "", by=cli.by, now=cli.now())
        if chosen:
            decisions.select(session, [text_id], by=cli.by, now=cli.now())
        text = rows.get(session, text_id)
        line = f"{text_id}: {TextState(text.state).label} {text.label}"
    click.echo(line)


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--doc", help="이 문서에서 점수로 고릅니다.")
@score_option
@click.option("--all", "everything", is_flag=True, help="문서의 모든 글자.")
@click.pass_obj
def confirm(
    settings: Settings, ids: tuple[str, ...], doc: str | None, min_score: float | None, everything: bool
) -> None:
    """확인: 바르게 읽은 글자들. 점수로 한꺼번에도 합니다."""
    from records.ocr import decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        wanted = _chosen(cli, ids, doc, min_score, everything, only=[TextState.MACHINE])
        changed = decisions.confirm(session, wanted, by=cli.by, now=cli.now())
    click.echo(f"{len(changed)}개 확인")


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--doc", help="이 문서에서 고릅니다.")
@score_option
@click.option("--all", "everything", is_flag=True, help="문서의 모든 글자.")
@click.option("--corrected", is_flag=True, help="문서에서 고친 글자 모두.")
@click.option("--off", is_flag=True, help="학습대상에서 뺍니다.")
@click.pass_obj
def select(
    settings: Settings,
    ids: tuple[str, ...],
    doc: str | None,
    min_score: float | None,
    everything: bool,
    corrected: bool,
    off: bool,
) -> None:
    """학습대상 선정: 이 글자들을 배웁니다."""
    from records.ocr import decisions

    cli = CliContext(settings)
    only = [TextState.CORRECTED] if corrected else [s for s in TextState if s != TextState.UNREADABLE]
    with cli.transaction() as session:
        wanted = _chosen(cli, ids, doc, min_score, everything or corrected, only=only)
        changed = decisions.select(session, wanted, chosen=not off, by=cli.by, now=cli.now())
    click.echo(f"{len(changed)}개 {'해제' if off else '선정'}")


def _chosen(
    cli: CliContext,
    ids: tuple[str, ...],
    doc: str | None,
    min_score: float | None,
    everything: bool,
    *,
    only: Sequence[TextState],
) -> list[str]:
    """The texts named, or those of a document by score and state."""
    from records.ocr import documents, texts

    if ids and doc is None and min_score is None and not everything:
        return list(ids)
    if ids or doc is None or (min_score is None and not everything):
        raise Said(
            ko="글자 번호들을 주거나, --doc 문서번호와 --min-score 또는 --all을 함께 주세요.",
            en="give ids of texts, or --doc with --min-score or --all",
            exit_code=REFUSED,
        )
    with cli.reading() as session:
        documents.get(session, doc)
        found = texts.of_document(session, doc)
    return [t.text_id for t in found if t.state in only and t.label.strip() and t.score >= (min_score or 0.0)]


@click.command()
@click.argument("text_id")
@format_option
@click.pass_obj
def history(settings: Settings, text_id: str, as_format: str) -> None:
    """한 글자에 있었던 일: 누가, 언제, 무엇을."""
    from records.ocr import texts as rows

    cli = CliContext(settings)
    with cli.reading() as session:
        rows.get(session, text_id)
        lines = rows.history(session, text_id)
    if as_format == "json":
        print_json([{k: getattr(h, k) for k in ("action", "before", "after", "by", "at")} for h in lines])
        return
    print_table(
        [
            {
                "언제": local_time(settings, h.at),
                "일": TextAction(h.action).label,
                "전": h.before or "",
                "후": h.after or "",
                "누가": h.by,
            }
            for h in lines
        ]
    )


@click.command("export-texts")
@click.argument("doc")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export_texts(settings: Settings, doc: str, out: Path) -> None:
    """글자를 CSV로: 번호, 인식 이미지, 추출 글자, Score, 검증 글자, 학습대상. 고쳐서 import-texts로 들입니다."""
    from orchestration.cli.ocr_csv import rows_of, write_csv
    from orchestration.runtime.reading_resources import build_files

    cli = CliContext(settings)
    rows = rows_of(cli, build_files(settings).store, doc)
    write_csv(out, rows)
    click.echo(f"{out}: {len(rows)}개")


@click.command("import-texts")
@click.argument("file", type=InputFile())
@click.pass_obj
def import_texts(settings: Settings, file: Path) -> None:
    """고친 CSV를 들입니다: 검증 글자와 학습대상(Y/N). 하나라도 잘못되면 아무것도 바꾸지 않습니다."""
    from orchestration.cli.ocr_csv import apply_rows, read_csv

    cli = CliContext(settings)
    done = apply_rows(cli, read_csv(file))
    to_stderr(
        in_language(
            settings,
            f"수정 {done.corrected}개, 확인 {done.confirmed}개, 선정 {done.selected}개, 해제 {done.deselected}개",
            f"{done.corrected} corrected, {done.confirmed} confirmed, {done.selected} selected, "
            f"{done.deselected} deselected",
        )
    )


COMMANDS = [texts, correct, confirm, select, history, export_texts, import_texts]
