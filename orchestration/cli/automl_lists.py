"""Commands of `saebyeok automl` that only show: documents, columns, results, requests, refused files."""

from __future__ import annotations

import click

from domain.automl import DocumentStatus
from domain.columns import ColumnType
from domain.requests import RequestKind, RequestStatus
from orchestration.cli.group import in_language, remark
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext
from orchestration.settings import Settings

STATISTICS = {
    "min": "최소값",
    "max": "최대값",
    "mean": "평균",
    "std": "표준편차",
    "var": "분산",
    "q1": "25%",
    "q2": "50%",
    "q3": "75%",
    "missing": "누락값 수",
    "distinct": "종류",
}


@click.command("list")
@click.option("--name", help="문서명의 일부.")
@click.option("--status", type=click.Choice([s.label for s in DocumentStatus]), help="처리상태.")
@click.option("--before", help="이 번호보다 앞선 문서부터 (다음 쪽).")
@click.option("--limit", type=click.IntRange(1, 500), default=50)
@format_option
@click.pass_obj
def list_documents(
    settings: Settings, name: str | None, status: str | None, before: str | None, limit: int, as_format: str
) -> None:
    """문서 목록: 문서명, 처리상태, 등록일."""
    from records import documents

    cli = CliContext(settings)
    wanted = next((s for s in DocumentStatus if s.label == status), None)
    with cli.reading() as session:
        page, total = documents.page(session, name=name, status=wanted, before=before, limit=limit)
    if as_format == "json":
        keys = ("doc_id", "name", "file_name", "status", "rows", "columns", "registered_at", "failure_en")
        print_json({"total": total, "documents": [{key: getattr(d, key) for key in keys} for d in page]})
        return
    print_table(
        [
            {
                "번호": d.doc_id,
                "문서명": d.name,
                "처리상태": DocumentStatus(d.status).label,
                "행": d.rows,
                "칼럼": d.columns,
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
    """컬럼별 분석 결과, 읽을 때 바꾼 것, 주의할 점, 그림의 위치."""
    from records import columns, documents

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc)
        rows = columns.of_document(session, doc)
        pictures = {image.column_no: image.path for image in columns.images(session, doc)}
    report = document.read_report or {}
    if as_format == "json":
        print_json(
            {
                "doc_id": doc,
                "name": document.name,
                "status": document.status,
                "rows": document.rows,
                "encoding": report.get("encoding"),
                "target": document.target_key,
                "columns": [
                    {**row.profile, "used": row.used, "boxplot": pictures.get(row.column_no)} for row in rows
                ],
                "ledger": report.get("ledger", []),
                "warnings": document.warnings or [],
                "failure": {"ko": document.failure_ko, "en": document.failure_en},
            }
        )
        return
    click.echo(
        f"{document.name}  [{DocumentStatus(document.status).label}]  {document.rows}행 {document.columns}칼럼"
    )
    if document.failure_ko:
        click.echo(f"실패: {in_language(settings, document.failure_ko, document.failure_en)}")
    print_table(
        [
            {
                "칼럼 명": row.label + (" ★" if row.key == document.target_key else ""),
                "칼럼 유형": ColumnType(row.type).label,
                "사용": "Y" if row.used else "N",
                **{title: getattr(row, name) for name, title in STATISTICS.items()},
            }
            for row in rows
        ]
    )
    print_table(
        [
            {
                "칼럼 명": row.label,
                "종류": row.distinct,
                "많은 값": ", ".join(
                    f"{value} ({count:,})" for value, count in row.profile["top_values"][:5]
                ),
                "범위": " – ".join(
                    str(row.profile[end]) for end in ("min", "max") if row.profile[end] is not None
                ),
            }
            for row in rows
            if row.type not in (ColumnType.INTEGER, ColumnType.REAL)
        ],
        title="문자형, 날짜형, 논리형",
    )
    for entry in report.get("ledger", []):
        click.echo(f"읽기: {remark(settings, entry)}")
    for warning in document.warnings or []:
        click.echo(f"주의: {remark(settings, warning)}")
    if pictures:
        click.echo(f"Boxplot: {settings.effective_store_url}/automl/{doc}/boxplot/")


@click.command("requests")
@click.argument("doc")
@format_option
@click.pass_obj
def list_requests(settings: Settings, doc: str, as_format: str) -> None:
    """이 문서에 한 요청과 그 결과."""
    from records import documents
    from work_requests import request_lists

    cli = CliContext(settings)
    with cli.reading() as session:
        documents.get(session, doc)
        found = request_lists.of_document(session, doc)
    if as_format == "json":
        keys = (
            "request_id",
            "kind",
            "status",
            "attempt",
            "requested_by",
            "requested_at",
            "run_id",
            "reason_en",
        )
        print_json([{key: getattr(r, key) for key in keys} for r in found])
        return
    print_table(
        [
            {
                "요청": r.request_id,
                "종류": RequestKind(r.kind).label,
                "상태": RequestStatus(r.status).label,
                "시도": r.attempt,
                "요청한 사람": r.requested_by,
                "시각": local_time(settings, r.requested_at),
                "이유": in_language(settings, r.reason_ko, r.reason_en),
            }
            for r in found
        ]
    )


@click.command("predictions")
@click.argument("doc")
@format_option
@click.pass_obj
def list_predictions(settings: Settings, doc: str, as_format: str) -> None:
    """확정된 모델로 예측한 파일, 그 상태, 결과가 있는 곳이나 실패한 이유."""
    from records import documents, predictions
    from store.files import Store

    cli = CliContext(settings)
    store = Store(settings.effective_store_url)
    with cli.reading() as session:
        documents.get(session, doc)
        found = predictions.with_requests(session, doc)
    outputs = {p.prediction_id: str(store.path(p.output_path)) if p.output_path else None for p, _ in found}
    if as_format == "json":
        names = ("rows", "finished_at", "warnings")
        print_json(
            [
                {
                    "file": p.file_name,
                    "request_id": r.request_id,
                    "status": r.status,
                    "reason_en": r.reason_en,
                    "output": outputs[p.prediction_id],
                    **{name: getattr(p, name) for name in names},
                }
                for p, r in found
            ]
        )
        return
    print_table(
        [
            {
                "파일": p.file_name,
                "요청": r.request_id,
                "상태": RequestStatus(r.status).label,
                "행": p.rows,
                "시각": local_time(settings, p.finished_at),
                "결과": outputs[p.prediction_id],
                "주의": len(p.warnings or []),
                "이유": in_language(settings, r.reason_ko, r.reason_en),
            }
            for p, r in found
        ]
    )


@click.command()
@format_option
@click.pass_obj
def refused(settings: Settings, as_format: str) -> None:
    """받아들이지 않은 파일과 그 이유."""
    from records import refused as refused_rows

    cli = CliContext(settings)
    with cli.reading() as session:
        found = refused_rows.newest(session)
    if as_format == "json":
        print_json([{"file": r.file_name, "kept": r.kept_path, "reason": r.reason_en} for r in found])
        return
    print_table(
        [
            {
                "파일": r.file_name,
                "시각": local_time(settings, r.refused_at),
                "이유": in_language(settings, r.reason_ko, r.reason_en),
            }
            for r in found
        ]
    )


COMMANDS = (list_documents, show, list_requests, list_predictions, refused)
