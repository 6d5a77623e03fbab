"""English of 지금: what runs and failed."""

from __future__ import annotations

WORDS = {
    "진행 중": "Running",
    "대기": "Waiting",
    "실패": "Failed",
    "다시 시도": "Try again",
    "요청": "Request",
    "종류": "Kind",
    "요청한 사람": "By",
    "시각": "Time",
    "이유": "Reason",
    "진행": "Progress",
    "받지 않은 파일": "Refused files",
    "진행 중이거나 기다리는 일이 없습니다.": "Nothing runs or waits.",
    "실패한 일이 없습니다.": "Nothing has failed.",
    "받지 않은 파일이 없습니다.": "No file was refused.",
}
