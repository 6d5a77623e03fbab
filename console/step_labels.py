"""What the steps of runs are called on screens; a step without a name is shown as Dagster calls it."""

from __future__ import annotations

from domain.learners import LEARNERS

MODELS = {code: learner.ko for code, learner in LEARNERS.items()}
NIGHT = {
    "training_items": "학습 항목 모으기",
    "synthetic_images": "합성 이미지 만들기",
    "lmdb_dataset": "학습 자료 만들기",
    "fine_tuned_network": "미세 조정",
    "network_gate": "새 네트워크 심사",
    "deployed_network": "배포",
    "rescored_texts": "고른 글자 다시 읽기",
}
STEPS = {
    "uploaded_table": "표 읽기",
    "column_profile": "칼럼 분석",
    "boxplots": "Boxplot 그리기",
    "target_check": "목표변수 점검",
    "preprocessing_preview": "전처리 미리보기",
    "preprocessing_plan": "데이터 전처리",
    **{f"{code}_model": f"{name} 학습" for code, name in MODELS.items()},
    **{f"{code}_evaluation": f"{name} 평가" for code, name in MODELS.items()},
    "model_comparison": "모델 비교",
    "confirmed_model": "모델 확정",
    "predictions": "예측",
    "document_pages": "쪽 열기",
    "extracted_texts": "문자 추출",
    "exported_document": "내려받을 파일 만들기",
    **NIGHT,
}
