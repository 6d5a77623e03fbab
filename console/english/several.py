"""English of what several screens say."""

from __future__ import annotations

WORDS = {
    "문서": "Documents",
    "자동 학습": "AutoML",
    "문자 인식": "OCR",
    "학습": "Learning",
    "지금": "Now",
    "순번": "No.",
    "문서명": "Document",
    "파일명": "File",
    "처리상태": "State",
    "등록일": "Registered",
    "선택": "Open",
    "삭제": "Delete",
    "신규": "New",
    "등록": "Upload",
    "조회": "Search",
    "전체": "All",
    "다음": "Next",
    "처음": "First",
    "알림": "Notice",
    "파일": "File",
    "취소": "Cancel",
    "닫기": "Close",
    "이 문서를 삭제할까요? 파일은 남습니다.": "Delete this document? Its files stay.",
    "아직 문서가 없습니다. [신규]로 파일을 올리거나 inbox 폴더에 넣으세요.": "No documents yet. Upload a file with [New] or drop it into the inbox folder.",
    "찾은 문서가 없습니다. 조건을 바꾸어 보세요.": "Nothing found. Try other conditions.",
    "상태": "State",
    "행": "Rows",
    "칼럼": "Columns",
}
