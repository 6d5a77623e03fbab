"""Commands of `saebyeok ocr` on whole documents: list, show, add, read again, export, delete."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from domain.ocr import OcrStatus, TrainingPart
from orchestration.cli.group import Said, in_language, page_in_words, remark
from orchestration.cli.input_files import trouble_with
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option
from orchestration.settings import Settings

FORMATS = ("txt", "json", "csv", "hocr", "pdf")


@click.command("list")
@click.option("--name", help="파일명이나 상호의 일부.")
@click.option("--status", type=click.Choice([s.label for s in OcrStatus]), help="처리상태.")
@click.option("--before", help="이 번호보다 앞선 문서부터 (다음 쪽).")
@click.option("--limit", type=click.IntRange(1, 500), default=50)
@format_option
@click.pass_obj
def list_documents(
    settings: Settings, name: str | None, status: str | None, before: str | None, limit: int, as_format: str
) -> None:
    """문서 목록: 순번, 파일명, 상호명, 처리상태."""
    from records.ocr import documents, texts

    cli = CliContext(settings)
    wanted = next((s for s in OcrStatus if s.label == status), None)
    with cli.reading() as session:
        page, total = documents.page_of_list(session, name=name, status=wanted, before=before, limit=limit)
        counts = texts.counts(session, [d.doc_id for d in page])
    if as_format == "json":
        keys = ("doc_id", "file_name", "company", "status", "day", "pages", "part", "registered_at")
        print_json(
            {
                "total": total,
                "documents": [
                    {
                        **{key: getattr(d, key) for key in keys},
                        **counts.get(d.doc_id, {}),
                        "failure": d.failure_en,
                    }
                    for d in page
                ],
            }
        )
        return
    print_table(
        [
            {
                "순번": d.doc_id,
                "파일명": d.file_name,
                "상호명": d.company,
                "처리상태": OcrStatus(d.status).label,
                "쪽": d.pages,
                "글자": counts.get(d.doc_id, {}).get("texts", 0),
                "검증": counts.get(d.doc_id, {}).get("looked_at", 0),
                "학습대상": counts.get(d.doc_id, {}).get("selected", 0),
                "용도": TrainingPart(d.part).label if d.part else "",
                "등록일": local_time(settings, d.registered_at),
                "알림": in_language(settings, d.failure_ko, d.failure_en) or remark(settings, d.note or {}),
            }
            for d in page
        ],
        title=f"Total : {total}",
    )


@click.command()
@click.argument("doc")
@format_option
@click.pass_obj
def show(settings: Settings, doc: str, as_format: str) -> None:
    """한 문서의 상태와 쪽: 그림의 위치, 돌린 각도, 읽은 네트워크."""
    from records.ocr import documents

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc)
        pages = documents.of_document(session, doc)
    if as_format == "json":
        keys = ("page_no", "image_path", "width", "height", "rotation", "tilt", "dpi", "part", "network_id")
        print_json(
            {
                "doc_id": doc,
                "file_name": document.file_name,
                "company": document.company,
                "status": document.status,
                "dpi": document.dpi,
                "remarks": documents.remarks(document, pages),
                "failure": {"ko": document.failure_ko, "en": document.failure_en},
                "pages": [{key: getattr(p, key) for key in keys} for p in pages],
            }
        )
        return
    click.echo(f"{document.file_name}  [{OcrStatus(document.status).label}]  {document.company}")
    if document.failure_ko:
        click.echo(f"실패: {in_language(settings, document.failure_ko, document.failure_en)}")
    for entry in [*documents.remarks(document, pages), *([document.note] if document.note else [])]:
        of_page = in_language(settings, *page_in_words(entry["page"])) if "page" in entry else ""
        click.echo(f"· {of_page}{remark(settings, entry)}")
    print_table(
        [
            {
                "쪽": p.page_no,
                "크기": f"{p.width}×{p.height}",
                "돌림": p.rotation,
                "기울기": p.tilt,
                "용도": TrainingPart(p.part).label if p.part else "",
                "네트워크": p.network_id or "",
                "그림": p.image_path,
            }
            for p in pages
        ]
    )


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--company", help="상호(명칭).")
@wait_option
@click.pass_obj
def add(settings: Settings, files: tuple[Path, ...], company: str | None, wait: bool) -> None:
    """그림이나 PDF를 새 문서로 올립니다."""
    from intake.destinations import NewPages
    from intake.take import Taken
    from orchestration.runtime.reading_resources import build_files

    cli = CliContext(settings)
    intake = build_files(settings).intake(cli.engine)
    asked: list[int] = []
    codes: set[int] = set()
    for file in files:
        if (trouble := trouble_with(file)) is None:
            taken = intake.take(file, NewPages(company), by=cli.by, now=cli.now(), keep=True)
            if isinstance(taken, Taken):
                click.echo(taken.id)
                asked.append(taken.request_id)
                continue
            trouble = not_taken(taken, file, half="ocr")
        to_stderr(in_language(settings, trouble.ko, trouble.en))
        codes.add(trouble.exit_code)
    for request_id in asked:
        try:
            cli.follow(request_id, wait=wait, tell=to_stderr)
        except Said as failure:
            to_stderr(in_language(settings, failure.ko, failure.en))
            codes.add(failure.exit_code)
    if codes:
        sys.exit(max(codes))


@click.command("read-again")
@click.argument("doc")
@wait_option
@click.pass_obj
def read_again(settings: Settings, doc: str, wait: bool) -> None:
    """문서를 지금의 네트워크로 다시 읽습니다. 사람이 고친 글자는 그대로 둡니다."""
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request_id = ocr_decisions.read_again(session, doc, by=cli.by, now=cli.now()).request_id
    cli.follow(request_id, wait=wait, tell=to_stderr)


@click.command()
@click.argument("doc")
@click.option("--format", "as_format", type=click.Choice(FORMATS), default="txt", help="출력 형식.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="쓸 파일 (기본: 화면, pdf는 문서번호.pdf)."
)
@click.pass_obj
def export(settings: Settings, doc: str, as_format: str, out: Path | None) -> None:
    """검증된 글자를 내보냅니다: 글, JSON, CSV, hOCR, 글자를 찾을 수 있는 PDF."""
    from orchestration.cli.ocr_output import write_out
    from orchestration.runtime.reading_resources import build_files
    from resources.exports import document_to_export

    cli = CliContext(settings)
    files = build_files(settings)
    with document_to_export(cli.reading, files.store, doc, with_original=as_format == "pdf") as document:
        from ocr_lib.exports import export as to_bytes

        data = to_bytes(as_format, document, pdf_a=files.export_pdf_a, limits=files.page_limits())
    if out is None and as_format == "pdf":
        out = Path(f"{doc}.pdf")
    write_out(data, out)


@click.command()
@click.argument("doc")
@click.option("--yes", is_flag=True, help="묻지 않고 삭제합니다.")
@click.pass_obj
def delete(settings: Settings, doc: str, yes: bool) -> None:
    """[삭제]: 문서를 목록에서 감춥니다. 파일은 남습니다."""
    from records.ocr import documents
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc)
    if not yes:
        click.confirm(f"'{document.file_name}' 문서를 삭제할까요?", abort=True, err=True)
    with cli.transaction() as session:
        ocr_decisions.delete(session, doc, by=cli.by, now=cli.now())
    click.echo(f"{doc}: 삭제")


COMMANDS = [list_documents, show, add, read_again, export, delete]
