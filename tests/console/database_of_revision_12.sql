BEGIN TRANSACTION;
CREATE TABLE "TB_AUTOML_COLUMN_IMAGE" (
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"COL_NO" INTEGER NOT NULL, 
	"IMAGE_GUBUN" VARCHAR(2) NOT NULL, 
	"IMAGE_PATH" TEXT NOT NULL, 
	"IMAGE_SHA256" VARCHAR(64) NOT NULL, 
	CONSTRAINT "PK_TB_AUTOML_COLUMN_IMAGE" PRIMARY KEY ("DOC_ID", "COL_NO", "IMAGE_GUBUN"), 
	CONSTRAINT "FK_TB_AUTOML_COLUMN_IMAGE_DOC_ID" FOREIGN KEY("DOC_ID") REFERENCES "TB_AUTOML_MASTER" ("DOC_ID")
);
INSERT INTO "TB_AUTOML_COLUMN_IMAGE" VALUES('261129000000001',1,'02','automl/261129000000001/boxplot/c0001.png','17a109af845c636ade2b4dd3fffc11162ff9234d9e29bfc121607a9246ebd7db');
CREATE TABLE "TB_AUTOML_COLUMN_INFO" (
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"COL_NO" INTEGER NOT NULL, 
	"COL_KEY" VARCHAR(8) NOT NULL, 
	"COL_NM" TEXT NOT NULL, 
	"COL_TYPE" VARCHAR(10) NOT NULL, 
	"USE_YN" BOOLEAN NOT NULL, 
	"MIN_VAL" DOUBLE, 
	"MAX_VAL" DOUBLE, 
	"MEAN_VAL" DOUBLE, 
	"STD_VAL" DOUBLE, 
	"VAR_VAL" DOUBLE, 
	"Q1_VAL" DOUBLE, 
	"Q2_VAL" DOUBLE, 
	"Q3_VAL" DOUBLE, 
	"MISSING_CNT" INTEGER NOT NULL, 
	"DISTINCT_CNT" INTEGER NOT NULL, 
	"PROFILE" JSON NOT NULL, 
	"PARSING" JSON NOT NULL, 
	CONSTRAINT "PK_TB_AUTOML_COLUMN_INFO" PRIMARY KEY ("DOC_ID", "COL_NO"), 
	CONSTRAINT "FK_TB_AUTOML_COLUMN_INFO_DOC_ID" FOREIGN KEY("DOC_ID") REFERENCES "TB_AUTOML_MASTER" ("DOC_ID")
);
INSERT INTO "TB_AUTOML_COLUMN_INFO" VALUES('261129000000001',1,'c0001','크기','integer',1,0.0,39.0,19.5,1.1591796577716488414e+01,1.34369747899159676764e+02,9.75,19.5,29.25,0,40,'{"key": "c0001", "label": "크기", "type": "integer", "rows": 120, "missing": 0, "distinct": 40, "min": 0, "max": 39, "mean": 19.5, "std": 11.591796577716488, "var": 134.36974789915968, "q1": 9.75, "q2": 19.5, "q3": 29.25, "top_values": [["0", 3], ["1", 3], ["2", 3], ["3", 3], ["4", 3], ["5", 3], ["6", 3], ["7", 3], ["8", 3], ["9", 3]], "whisker_low": 0.0, "whisker_high": 39.0, "outliers": [], "outlier_count": 0, "histogram": {"edges": [0.0, 1.95, 3.9, 5.85, 7.8, 9.75, 11.7, 13.65, 15.6, 17.55, 19.5, 21.45, 23.4, 25.349999999999998, 27.3, 29.25, 31.2, 33.15, 35.1, 37.05, 39.0], "counts": [6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]}, "quantile_bins": {"cuts": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0, 21.0, 22.0, 23.0, 24.0, 25.0, 26.0, 27.0, 28.0, 29.0, 30.0, 31.0, 32.0, 33.0, 34.0, 35.0, 36.0, 37.0, 38.0], "counts": [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]}, "categories": null}','{"reading": "integer"}');
INSERT INTO "TB_AUTOML_COLUMN_INFO" VALUES('261129000000001',2,'c0002','색','text',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,2,'{"key": "c0002", "label": "색", "type": "text", "rows": 120, "missing": 0, "distinct": 2, "min": null, "max": null, "mean": null, "std": null, "var": null, "q1": null, "q2": null, "q3": null, "top_values": [["빨강", 80], ["파랑", 40]], "whisker_low": null, "whisker_high": null, "outliers": [], "outlier_count": 0, "histogram": null, "quantile_bins": null, "categories": {"values": ["빨강", "파랑"], "counts": [80, 40], "complete": true, "singletons": 0}}','{"reading": "text"}');
INSERT INTO "TB_AUTOML_COLUMN_INFO" VALUES('261129000000001',3,'c0003','종류','bool',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,2,'{"key": "c0003", "label": "종류", "type": "bool", "rows": 120, "missing": 0, "distinct": 2, "min": null, "max": null, "mean": null, "std": null, "var": null, "q1": null, "q2": null, "q3": null, "top_values": [["아니오", 63], ["예", 57]], "whisker_low": null, "whisker_high": null, "outliers": [], "outlier_count": 0, "histogram": null, "quantile_bins": null, "categories": {"values": ["false", "true"], "counts": [63, 57], "complete": true, "singletons": 0}}','{"family": "ko", "true": "예", "false": "아니오", "reading": "bool"}');
CREATE TABLE "TB_AUTOML_MASTER" (
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"DOC_NM" TEXT NOT NULL, 
	"FILE_NM" TEXT NOT NULL, 
	"STATUS_CD" VARCHAR(20) NOT NULL, 
	"ROW_CNT" INTEGER, 
	"COL_CNT" INTEGER, 
	"FILE_PATH" TEXT NOT NULL, 
	"FILE_SHA256" VARCHAR(64) NOT NULL, 
	"FILE_SIZE" BIGINT NOT NULL, 
	"NOTE" JSON, 
	"READ_REPORT" JSON, 
	"WARNINGS" JSON, 
	"TARGET_COL_KEY" VARCHAR(8), 
	"POSITIVE_CLASS" TEXT, 
	"TARGET_CHECK" JSON, 
	"PLAN_VER" INTEGER, 
	"CONFIRM_TRAINING_ID" VARCHAR(15), 
	"FAIL_REASON_KO" TEXT, 
	"FAIL_REASON_EN" TEXT, 
	"REG_ID" VARCHAR(80) NOT NULL, 
	"REG_DT" DATETIME NOT NULL, 
	"UPDT_DT" DATETIME NOT NULL, 
	"DEL_YN" BOOLEAN NOT NULL, 
	CONSTRAINT "PK_TB_AUTOML_MASTER" PRIMARY KEY ("DOC_ID")
);
INSERT INTO "TB_AUTOML_MASTER" VALUES('261129000000001','매출','매출.csv','trained',120,3,'automl/261129000000001/261129000000001.original','27a8e33ca047d0c2d01aa241ef804e8dd19be525cd78c755d950cfde3153819d',1554,'null','{"name": "매출.csv", "format": "csv", "rows": 120, "schema": {"columns": [{"key": "c0001", "label": "크기", "type": "integer", "parsing": {}}, {"key": "c0002", "label": "색", "type": "text", "parsing": {}}, {"key": "c0003", "label": "종류", "type": "bool", "parsing": {"family": "ko", "true": "예", "false": "아니오"}}]}, "encoding": "cp949", "delimiter": ",", "sheet": null, "other_sheets": [], "header": {"rows": 1, "skipped": 0}, "ledger": [], "files": {"cells.parquet": "bc2e243fc67b298d836f7522c11547e0470d4b4100d48a5f1d2bad93a5ccc5c2", "typed.parquet": "0ac1602865d9efba67630a0df6b74554fa909c276570c57dfb4650451b8869da"}}','[{"code": "duplicate_rows", "column": null, "ko": "모든 열이 같은 중복 행이 40개(33.3%) 있습니다. 전처리에서 중복값 제거를 검토하세요.", "en": "40 rows (33.3%) repeat an earlier row; consider removing duplicates when preparing.", "severity": "warning"}]','c0003',NULL,'{"key": "c0003", "label": "종류", "kind": "binary", "classes": {"아니오": 63, "예": 57}, "positive_class": "예", "missing": 0, "warnings": [{"code": "leakage", "column": "크기", "ko": "''크기'' 열 하나만으로 목표변수 ''종류''를 거의 완벽하게 맞힙니다(AUC 1.000). 예측할 때에는 알 수 없는 값인지 확인하고, 그렇다면 빼세요.", "en": "Column ''크기'' alone predicts the target ''종류'' almost perfectly (AUC 1.000). Check whether it is known before the outcome; if not, leave it out.", "severity": "serious"}]}',1,NULL,'svm: 메모리가 모자랍니다.','svm: out of memory','me','2026-11-29 14:21:36.144037','2026-11-29 14:21:49.689987',0);
CREATE TABLE "TB_AUTOML_PLAN" (
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"PLAN_VER" INTEGER NOT NULL, 
	"REQUEST_ID" INTEGER NOT NULL, 
	"PLAN" JSON NOT NULL, 
	"EFFECT" JSON NOT NULL, 
	"SPLIT_PATH" TEXT NOT NULL, 
	"SPLIT_SHA256" VARCHAR(64) NOT NULL, 
	"REG_DT" DATETIME NOT NULL, 
	CONSTRAINT "PK_TB_AUTOML_PLAN" PRIMARY KEY ("DOC_ID", "PLAN_VER"), 
	CONSTRAINT "FK_TB_AUTOML_PLAN_DOC_ID" FOREIGN KEY("DOC_ID") REFERENCES "TB_AUTOML_MASTER" ("DOC_ID"), 
	CONSTRAINT "FK_TB_AUTOML_PLAN_REQUEST_ID" FOREIGN KEY("REQUEST_ID") REFERENCES "TB_REQUEST" ("REQUEST_ID"), 
	CONSTRAINT "UQ_TB_AUTOML_PLAN_REQUEST_ID" UNIQUE ("REQUEST_ID")
);
INSERT INTO "TB_AUTOML_PLAN" VALUES('261129000000001',1,4,'{"target": "c0003", "columns": ["c0001", "c0002"], "duplicates": "keep", "missing": "median", "constant": null, "outliers": "keep", "outlier_method": "iqr", "outlier_factor": 1.5, "positive_class": null, "test_share": 0.25, "seed": 0}','{"rows_total": 120, "rows_missing_target": 0, "rows_duplicate": 0, "duplicates_found": 40, "duplicates_across_split": 19, "rows_missing_cells": 0, "rows_outliers": 0, "rows_train": 90, "rows_test": 30, "classes_train": {"아니오": 47, "예": 43}, "classes_test": {"아니오": 16, "예": 14}, "cells_filled_train": {}, "cells_filled_test": {}, "cells_clipped_train": {}, "cells_clipped_test": {}, "bounds": {}, "fill_values": {"c0001": 20.0, "c0002": "빨강"}, "columns_unused": {}, "notes": [{"code": "duplicates_across_split", "ko": "학습 행과 똑같은 평가 행이 19개 있어 점수가 실제보다 좋아 보일 수 있습니다.", "en": "19 held-out rows equal a training row, so scores may look better than they are.", "column": null}]}','automl/261129000000001/split/4.json','e929fe3c81079bca9ce1ee6f36c2f238f24ab94afcdb3e3698948473d38c958d','2026-11-29 14:21:39.332097');
CREATE TABLE "TB_AUTOML_PREDICTION" (
	"PREDICTION_ID" VARCHAR(15) NOT NULL, 
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"REQUEST_ID" INTEGER NOT NULL, 
	"TRAINING_ID" VARCHAR(15), 
	"FILE_NM" TEXT NOT NULL, 
	"FILE_PATH" TEXT NOT NULL, 
	"FILE_SHA256" VARCHAR(64) NOT NULL, 
	"ROW_CNT" INTEGER, 
	"OUTPUT_PATH" TEXT, 
	"OUTPUT_SHA256" VARCHAR(64), 
	"WARNINGS" JSON, 
	"REG_DT" DATETIME NOT NULL, 
	"FINISH_DT" DATETIME, 
	CONSTRAINT "PK_TB_AUTOML_PREDICTION" PRIMARY KEY ("PREDICTION_ID"), 
	CONSTRAINT "FK_TB_AUTOML_PREDICTION_DOC_ID" FOREIGN KEY("DOC_ID") REFERENCES "TB_AUTOML_MASTER" ("DOC_ID"), 
	CONSTRAINT "FK_TB_AUTOML_PREDICTION_REQUEST_ID" FOREIGN KEY("REQUEST_ID") REFERENCES "TB_REQUEST" ("REQUEST_ID"), 
	CONSTRAINT "UQ_TB_AUTOML_PREDICTION_REQUEST_ID" UNIQUE ("REQUEST_ID")
);
CREATE TABLE "TB_AUTOML_TEXT" (
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"ROW_NO" INTEGER NOT NULL, 
	"ROW_TEXT" TEXT NOT NULL, 
	CONSTRAINT "PK_TB_AUTOML_TEXT" PRIMARY KEY ("DOC_ID", "ROW_NO")
)
 WITHOUT ROWID

;
INSERT INTO "TB_AUTOML_TEXT" VALUES('261129000000001',0,'["크기","색","종류"]');
INSERT INTO "TB_AUTOML_TEXT" VALUES('261129000000001',1,'["0","파랑","아니오"]');
INSERT INTO "TB_AUTOML_TEXT" VALUES('261129000000001',2,'["1","빨강","아니오"]');
INSERT INTO "TB_AUTOML_TEXT" VALUES('261129000000001',3,'["2","빨강","아니오"]');
INSERT INTO "TB_AUTOML_TEXT" VALUES('261129000000001',4,'["3","파랑","아니오"]');
INSERT INTO "TB_AUTOML_TEXT" VALUES('261129000000001',5,'["4","빨강","아니오"]');
CREATE TABLE "TB_AUTOML_TRAINING_IMAGE" (
	"TRAINING_ID" VARCHAR(15) NOT NULL, 
	"IMAGE_GUBUN" VARCHAR(2) NOT NULL, 
	"IMAGE_PATH" TEXT NOT NULL, 
	"IMAGE_SHA256" VARCHAR(64) NOT NULL, 
	CONSTRAINT "PK_TB_AUTOML_TRAINING_IMAGE" PRIMARY KEY ("TRAINING_ID", "IMAGE_GUBUN"), 
	CONSTRAINT "FK_TB_AUTOML_TRAINING_IMAGE_TRAINING_ID" FOREIGN KEY("TRAINING_ID") REFERENCES "TB_AUTOML_TRAINING_RESULT" ("TRAINING_ID")
);
INSERT INTO "TB_AUTOML_TRAINING_IMAGE" VALUES('261129000000001','11','automl/261129000000001/trainings/261129000000001/confusion_matrix.png','5cfd295a1c4e66d5b00cb5aa501c7702133bec451ef52c93c4dba7f76c274136');
INSERT INTO "TB_AUTOML_TRAINING_IMAGE" VALUES('261129000000001','12','automl/261129000000001/trainings/261129000000001/roc_curve.png','20de836d794d15560c1a77b96761cebea22d18cba15b84b1ec37b9f129cec0a3');
CREATE TABLE "TB_AUTOML_TRAINING_RESULT" (
	"TRAINING_ID" VARCHAR(15) NOT NULL, 
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"REQUEST_ID" INTEGER NOT NULL, 
	"MODEL_CD" VARCHAR(30) NOT NULL, 
	"PLAN_VER" INTEGER NOT NULL, 
	"STATUS_CD" VARCHAR(20) NOT NULL, 
	"PRECISION_VAL" DOUBLE, 
	"SENSITIVITY_VAL" DOUBLE, 
	"F1_VAL" DOUBLE, 
	"ROC_AUC_VAL" DOUBLE, 
	"LOG_LOSS_VAL" DOUBLE, 
	"SILHOUETTE_VAL" DOUBLE, 
	"VALIDATION_VAL" DOUBLE, 
	"EVALUATION" JSON, 
	"MODEL_PATH" TEXT, 
	"MODEL_SHA256" VARCHAR(64), 
	"FIT_SECONDS" DOUBLE, 
	"STALE_YN" BOOLEAN NOT NULL, 
	"START_DT" DATETIME NOT NULL, 
	"TRAIN_DT" DATETIME, 
	"CONFIRM_DT" DATETIME, 
	"MLFLOW_RUN_ID" VARCHAR(64), 
	"MLFLOW_MODEL_VERSION" VARCHAR(20), 
	"FAIL_REASON_KO" TEXT, 
	"FAIL_REASON_EN" TEXT, "SEED" BIGINT, "BUDGET_SECONDS" DOUBLE, 
	CONSTRAINT "PK_TB_AUTOML_TRAINING_RESULT" PRIMARY KEY ("TRAINING_ID"), 
	CONSTRAINT "FK_TB_AUTOML_TRAINING_RESULT_DOC_ID" FOREIGN KEY("DOC_ID") REFERENCES "TB_AUTOML_MASTER" ("DOC_ID"), 
	CONSTRAINT "FK_TB_AUTOML_TRAINING_RESULT_REQUEST_ID" FOREIGN KEY("REQUEST_ID") REFERENCES "TB_REQUEST" ("REQUEST_ID"), 
	CONSTRAINT "UQ_TB_AUTOML_TRAINING_RESULT_REQUEST_ID_MODEL_CD" UNIQUE ("REQUEST_ID", "MODEL_CD")
);
INSERT INTO "TB_AUTOML_TRAINING_RESULT" VALUES('261129000000001','261129000000001',5,'decision_tree',1,'evaluated',1.0,1.0,1.0,1.0,2.14623059306810783086e-02,NULL,1.0,'{"precision": 1.0, "sensitivity": 1.0, "f1": 1.0, "roc_auc": 1.0, "log_loss": 0.02146230593068108, "accuracy": 1.0, "threshold": 0.5, "positive_class": "예", "labels": ["아니오", "예"], "confusion_matrix": [[16, 0], [0, 14]], "per_class": {"아니오": {"precision": 1.0, "sensitivity": 1.0, "f1": 1.0, "roc_auc": 1.0, "support": 16}, "예": {"precision": 1.0, "sensitivity": 1.0, "f1": 1.0, "roc_auc": 1.0, "support": 14}}, "roc_curves": [{"label": "예", "false_positive_rate": [0.0, 0.0, 1.0], "true_positive_rate": [0.0, 1.0, 1.0], "area": 1.0}], "absent_classes": [], "rows": 30, "rows_unknown_class": 0, "history": [], "settings": {"criterion": "gini", "depth": 1, "leaves": 2, "min_samples_leaf": 4}, "columns": ["c0001", "c0002"]}','automl/261129000000001/models/2fd8cdd093c66c46e1549943544a4939402310cbca4f24fe98f167c2fd8dd613','2fd8cdd093c66c46e1549943544a4939402310cbca4f24fe98f167c2fd8dd613',2.52241956004581879824e-01,0,'2026-11-29 14:21:39.493208','2026-11-29 14:21:44.353559',NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "TB_AUTOML_TRAINING_RESULT" VALUES('261129000000002','261129000000001',5,'svm',1,'failed',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-29 14:21:44.386538',NULL,NULL,NULL,NULL,'메모리가 모자랍니다.','out of memory',0,NULL);
CREATE TABLE "TB_HOME" (
	"HOME_MARK" VARCHAR(1) NOT NULL, 
	"HOME_ID" VARCHAR(32) NOT NULL, 
	"HOME_PATH" TEXT NOT NULL, 
	"HOST_NM" TEXT NOT NULL, 
	"CLAIM_DT" DATETIME NOT NULL, 
	CONSTRAINT "PK_TB_HOME" PRIMARY KEY ("HOME_MARK")
);
CREATE TABLE "TB_OCR_DOC" (
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"FILE_NM" TEXT NOT NULL, 
	"COMPANY_NM" TEXT NOT NULL, 
	"STATUS_CD" VARCHAR(20) NOT NULL, 
	"PARTITION_DAY" VARCHAR(10) NOT NULL, 
	"PAGE_CNT" INTEGER, 
	"DPI" INTEGER, 
	"FILE_PATH" TEXT NOT NULL, 
	"FILE_SHA256" VARCHAR(64) NOT NULL, 
	"FILE_SIZE" BIGINT NOT NULL, 
	"NOTE" JSON, 
	"READ_REMARKS" JSON, 
	"TRAINING_PART_CD" VARCHAR(10), 
	"FAIL_REASON_KO" TEXT, 
	"FAIL_REASON_EN" TEXT, 
	"REG_ID" VARCHAR(80) NOT NULL, 
	"REG_DT" DATETIME NOT NULL, 
	"UPDT_DT" DATETIME NOT NULL, 
	"DEL_YN" BOOLEAN NOT NULL, 
	CONSTRAINT "PK_TB_OCR_DOC" PRIMARY KEY ("DOC_ID")
);
INSERT INTO "TB_OCR_DOC" VALUES('261122000000010','영수증.png','디엘이엔씨(주)','extracted','2026-11-22',1,NULL,'x','0000000000000000000000000000000000000000000000000000000000000000',10,NULL,NULL,NULL,'디스크가 가득 찼습니다.','the disk is full','tester','2026-11-22 03:00:00.000000','2026-11-22 03:00:00.000000',0);
CREATE TABLE "TB_OCR_DOC_TEXT" (
	"TEXT_ID" VARCHAR(32) NOT NULL, 
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"PAGE_NO" INTEGER NOT NULL, 
	"TEXT_NO" INTEGER NOT NULL, 
	"ORDER_NO" INTEGER NOT NULL, 
	"TEXT_IMAGE_PATH" TEXT NOT NULL, 
	"TEXT_IMAGE_SHA256" VARCHAR(64) NOT NULL, 
	"BOX" JSON NOT NULL, 
	"QUAD" JSON NOT NULL, 
	"TEXT_NM" TEXT NOT NULL, 
	"SCORE" DOUBLE NOT NULL, 
	"NETWORK_ID" VARCHAR(15) NOT NULL, 
	"STATE_CD" VARCHAR(12) NOT NULL, 
	"TEXT_UPDT_NM" TEXT, 
	"TEXT_TRAINING_YN" BOOLEAN NOT NULL, 
	"TEXT_TRAINING_NM" TEXT, 
	"TEXT_TRAINING_SCORE" DOUBLE, 
	"TRAINING_NETWORK_ID" VARCHAR(15), 
	"ROW_VER" INTEGER NOT NULL, 
	"UPDT_ID" VARCHAR(80), 
	"UPDT_DT" DATETIME NOT NULL, "SOURCE_CD" VARCHAR(8) DEFAULT 'ocr' NOT NULL, "RECOGNISER_NM" VARCHAR(20), "CHARACTER_SCORES" JSON, 
	CONSTRAINT "PK_TB_OCR_DOC_TEXT" PRIMARY KEY ("TEXT_ID"), 
	CONSTRAINT "FK_TB_OCR_DOC_TEXT_DOC_ID_PAGE_NO" FOREIGN KEY("DOC_ID", "PAGE_NO") REFERENCES "TB_OCR_PAGE" ("DOC_ID", "PAGE_NO")
);
INSERT INTO "TB_OCR_DOC_TEXT" VALUES('261122000000010_01_1','261122000000010',1,1,0,'ocr/261122000000010/crop.png','9d2f5f3f9ce845bdc176cd0c5904e61674f9731af31a96985b154f74774a2084','[10, 0, 210, 30]','[[10, 0], [210, 0], [210, 30], [10, 30]]','글자',0.5,'261122000000001','machine',NULL,0,NULL,NULL,NULL,1,NULL,'2026-11-22 03:00:00.000000','ocr',NULL,NULL);
INSERT INTO "TB_OCR_DOC_TEXT" VALUES('261122000000010_01_2','261122000000010',1,2,1,'ocr/261122000000010/crop.png','9d2f5f3f9ce845bdc176cd0c5904e61674f9731af31a96985b154f74774a2084','[10, 40, 210, 70]','[[10, 40], [210, 40], [210, 70], [10, 70]]','둘째 줄',0.9,'261122000000001','machine',NULL,0,NULL,NULL,NULL,1,NULL,'2026-11-22 03:00:00.000000','ocr',NULL,NULL);
CREATE TABLE "TB_OCR_NETWORK" (
	"NETWORK_ID" VARCHAR(15) NOT NULL, 
	"PARENT_ID" VARCHAR(15), 
	"REQUEST_ID" INTEGER, 
	"STATUS_CD" VARCHAR(12) NOT NULL, 
	"DEPLOY_MARK" VARCHAR(1), 
	"FOLDER_PATH" TEXT, 
	"WEIGHTS_SHA256" VARCHAR(64), 
	"CHARACTER_CNT" INTEGER, 
	"TRIED_SHA256" VARCHAR(64), 
	"ITEMS" JSON, 
	"TRAINING" JSON, 
	"SCORES" JSON, 
	"SMALL_SAMPLE_YN" BOOLEAN NOT NULL, 
	"REASON_KO" TEXT, 
	"REASON_EN" TEXT, 
	"RESCORED" JSON, 
	"REG_DT" DATETIME NOT NULL, 
	"TRAIN_DT" DATETIME, 
	"DEPLOY_DT" DATETIME, 
	"MLFLOW_RUN_ID" VARCHAR(64), 
	"MLFLOW_YN" BOOLEAN NOT NULL, 
	"MLFLOW_MODEL_VERSION" VARCHAR(20), 
	CONSTRAINT "PK_TB_OCR_NETWORK" PRIMARY KEY ("NETWORK_ID"), 
	CONSTRAINT "FK_TB_OCR_NETWORK_REQUEST_ID" FOREIGN KEY("REQUEST_ID") REFERENCES "TB_REQUEST" ("REQUEST_ID"), 
	CONSTRAINT "UQ_TB_OCR_NETWORK_DEPLOY_MARK" UNIQUE ("DEPLOY_MARK"), 
	CONSTRAINT "UQ_TB_OCR_NETWORK_REQUEST_ID" UNIQUE ("REQUEST_ID")
);
INSERT INTO "TB_OCR_NETWORK" VALUES('261122000000001',NULL,NULL,'deployed','Y','networks/shipped','0000000000000000000000000000000000000000000000000000000000000000',3000,NULL,NULL,NULL,NULL,0,'처음부터 들어 있는 네트워크입니다.','the network the project comes with',NULL,'2026-11-22 03:00:00.000000',NULL,'2026-11-22 03:00:00.000000',NULL,0,NULL);
INSERT INTO "TB_OCR_NETWORK" VALUES('261122000000002','261122000000001',7,'nothing_new',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'고른 글자가 없습니다.','no text is chosen',NULL,'2026-11-22 03:00:00.000000',NULL,NULL,NULL,0,NULL);
CREATE TABLE "TB_OCR_PAGE" (
	"DOC_ID" VARCHAR(15) NOT NULL, 
	"PAGE_NO" INTEGER NOT NULL, 
	"IMAGE_PATH" TEXT NOT NULL, 
	"IMAGE_SHA256" VARCHAR(64) NOT NULL, 
	"WIDTH" INTEGER NOT NULL, 
	"HEIGHT" INTEGER NOT NULL, 
	"ROTATION" INTEGER, 
	"TILT" DOUBLE, 
	"TRAINING_PART_CD" VARCHAR(10), 
	"NETWORK_ID" VARCHAR(15), 
	"READ_DT" DATETIME, "PREVIEW_PATH" TEXT, "PREVIEW_SHA256" VARCHAR(64), "DPI" DOUBLE, "PDF_TEXT" JSON, "READ_REMARKS" JSON, 
	CONSTRAINT "PK_TB_OCR_PAGE" PRIMARY KEY ("DOC_ID", "PAGE_NO"), 
	CONSTRAINT "FK_TB_OCR_PAGE_DOC_ID" FOREIGN KEY("DOC_ID") REFERENCES "TB_OCR_DOC" ("DOC_ID")
);
INSERT INTO "TB_OCR_PAGE" VALUES('261122000000010',1,'ocr/261122000000010/page.png','59c4525ab4f7a4c07731958fbb19604ce6d5b7015e4747ca4a336aa16ec59e8c',400,600,NULL,NULL,NULL,'261122000000001','2026-11-22 03:00:00.000000',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "TB_OCR_TEXT_HISTORY" (
	"HISTORY_ID" INTEGER NOT NULL, 
	"TEXT_ID" VARCHAR(32) NOT NULL, 
	"ACTION_CD" VARCHAR(12) NOT NULL, 
	"BEFORE_NM" TEXT, 
	"AFTER_NM" TEXT, 
	"CHANGE_ID" VARCHAR(80) NOT NULL, 
	"CHANGE_DT" DATETIME NOT NULL, 
	CONSTRAINT "PK_TB_OCR_TEXT_HISTORY" PRIMARY KEY ("HISTORY_ID")
);
INSERT INTO "TB_OCR_TEXT_HISTORY" VALUES(1,'261122000000010_01_1','read',NULL,'글자','261122000000001','2026-11-22 03:00:00.000000');
INSERT INTO "TB_OCR_TEXT_HISTORY" VALUES(2,'261122000000010_01_2','read',NULL,'둘째 줄','261122000000001','2026-11-22 03:00:00.000000');
CREATE TABLE "TB_OCR_TRAIN_TEXT" (
	"TRAIN_TEXT_ID" INTEGER NOT NULL, 
	"TEXT_NM" TEXT NOT NULL, 
	"REG_ID" VARCHAR(80) NOT NULL, 
	"REG_DT" DATETIME NOT NULL, 
	"DEL_YN" BOOLEAN NOT NULL, 
	CONSTRAINT "PK_TB_OCR_TRAIN_TEXT" PRIMARY KEY ("TRAIN_TEXT_ID")
);
CREATE TABLE "TB_PROGRESS" (
	"REQUEST_ID" INTEGER NOT NULL, 
	"STEP" VARCHAR(80) NOT NULL, 
	"DONE_CNT" BIGINT NOT NULL, 
	"TOTAL_CNT" BIGINT NOT NULL, 
	"MESSAGE" TEXT NOT NULL, 
	"UPDT_DT" DATETIME NOT NULL, "MESSAGE_EN" TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT "PK_TB_PROGRESS" PRIMARY KEY ("REQUEST_ID", "STEP"), 
	CONSTRAINT "FK_TB_PROGRESS_REQUEST_ID" FOREIGN KEY("REQUEST_ID") REFERENCES "TB_REQUEST" ("REQUEST_ID")
);
INSERT INTO "TB_PROGRESS" VALUES(1,'uploaded_table',120,120,'120행 저장','2026-11-29 14:21:37.213902','120 rows stored');
INSERT INTO "TB_PROGRESS" VALUES(1,'column_profile',0,3,'칼럼을 분석하는 중','2026-11-29 14:21:37.268100','looking at the columns');
INSERT INTO "TB_PROGRESS" VALUES(3,'target_check',0,0,'표를 읽는 중','2026-11-29 14:21:37.902371','reading the table');
INSERT INTO "TB_PROGRESS" VALUES(4,'preprocessing_plan',0,0,'표를 읽는 중','2026-11-29 14:21:39.299417','reading the table');
INSERT INTO "TB_PROGRESS" VALUES(5,'decision_tree_model',31,31,'교차 검증 31/31 후보 1 고름','2026-11-29 14:21:41.592323','cross-validation 31/31 candidate 1 chosen');
CREATE TABLE "TB_PROGRESS_LOG" (
	"LOG_ID" INTEGER NOT NULL, 
	"REQUEST_ID" INTEGER NOT NULL, 
	"STEP" VARCHAR(80) NOT NULL, 
	"LOG_DT" DATETIME NOT NULL, 
	"MESSAGE" TEXT NOT NULL, 
	"MESSAGE_EN" TEXT NOT NULL, 
	CONSTRAINT "PK_TB_PROGRESS_LOG" PRIMARY KEY ("LOG_ID"), 
	CONSTRAINT "FK_TB_PROGRESS_LOG_REQUEST_ID" FOREIGN KEY("REQUEST_ID") REFERENCES "TB_REQUEST" ("REQUEST_ID")
);
INSERT INTO "TB_PROGRESS_LOG" VALUES(1,1,'uploaded_table','2026-11-29 14:21:36.464234','파일을 읽는 중','reading the file');
INSERT INTO "TB_PROGRESS_LOG" VALUES(2,1,'uploaded_table','2026-11-29 14:21:37.213902','120행 저장','120 rows stored');
INSERT INTO "TB_PROGRESS_LOG" VALUES(3,1,'column_profile','2026-11-29 14:21:37.268100','칼럼을 분석하는 중','looking at the columns');
INSERT INTO "TB_PROGRESS_LOG" VALUES(4,3,'target_check','2026-11-29 14:21:37.902371','표를 읽는 중','reading the table');
INSERT INTO "TB_PROGRESS_LOG" VALUES(5,4,'preprocessing_plan','2026-11-29 14:21:39.299417','표를 읽는 중','reading the table');
INSERT INTO "TB_PROGRESS_LOG" VALUES(6,5,'decision_tree_model','2026-11-29 14:21:39.500320','학습 시작: 전처리 판 1','training begins: plan 1');
INSERT INTO "TB_PROGRESS_LOG" VALUES(7,5,'decision_tree_model','2026-11-29 14:21:41.411882','교차 검증 1/31','cross-validation 1/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(8,5,'decision_tree_model','2026-11-29 14:21:41.423230','교차 검증 2/31','cross-validation 2/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(9,5,'decision_tree_model','2026-11-29 14:21:41.437090','교차 검증 3/31','cross-validation 3/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(10,5,'decision_tree_model','2026-11-29 14:21:41.451869','교차 검증 4/31','cross-validation 4/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(11,5,'decision_tree_model','2026-11-29 14:21:41.461294','교차 검증 5/31','cross-validation 5/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(12,5,'decision_tree_model','2026-11-29 14:21:41.466577','교차 검증 5/31 후보 1: 로그 손실 0.0267','cross-validation 5/31 candidate 1: log loss 0.0267');
INSERT INTO "TB_PROGRESS_LOG" VALUES(13,5,'decision_tree_model','2026-11-29 14:21:41.475858','교차 검증 6/31','cross-validation 6/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(14,5,'decision_tree_model','2026-11-29 14:21:41.478354','교차 검증 7/31','cross-validation 7/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(15,5,'decision_tree_model','2026-11-29 14:21:41.484566','교차 검증 8/31','cross-validation 8/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(16,5,'decision_tree_model','2026-11-29 14:21:41.486290','교차 검증 9/31','cross-validation 9/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(17,5,'decision_tree_model','2026-11-29 14:21:41.491942','교차 검증 10/31','cross-validation 10/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(18,5,'decision_tree_model','2026-11-29 14:21:41.493814','교차 검증 10/31 후보 2: 로그 손실 0.0267','cross-validation 10/31 candidate 2: log loss 0.0267');
INSERT INTO "TB_PROGRESS_LOG" VALUES(19,5,'decision_tree_model','2026-11-29 14:21:41.495337','교차 검증 11/31','cross-validation 11/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(20,5,'decision_tree_model','2026-11-29 14:21:41.501357','교차 검증 12/31','cross-validation 12/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(21,5,'decision_tree_model','2026-11-29 14:21:41.502924','교차 검증 13/31','cross-validation 13/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(22,5,'decision_tree_model','2026-11-29 14:21:41.508984','교차 검증 14/31','cross-validation 14/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(23,5,'decision_tree_model','2026-11-29 14:21:41.510858','교차 검증 15/31','cross-validation 15/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(24,5,'decision_tree_model','2026-11-29 14:21:41.516776','교차 검증 15/31 후보 3: 로그 손실 0.0267','cross-validation 15/31 candidate 3: log loss 0.0267');
INSERT INTO "TB_PROGRESS_LOG" VALUES(25,5,'decision_tree_model','2026-11-29 14:21:41.518507','교차 검증 16/31','cross-validation 16/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(26,5,'decision_tree_model','2026-11-29 14:21:41.522118','교차 검증 17/31','cross-validation 17/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(27,5,'decision_tree_model','2026-11-29 14:21:41.525455','교차 검증 18/31','cross-validation 18/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(28,5,'decision_tree_model','2026-11-29 14:21:41.528926','교차 검증 19/31','cross-validation 19/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(29,5,'decision_tree_model','2026-11-29 14:21:41.532851','교차 검증 20/31','cross-validation 20/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(30,5,'decision_tree_model','2026-11-29 14:21:41.537400','교차 검증 20/31 후보 4: 로그 손실 0.0267','cross-validation 20/31 candidate 4: log loss 0.0267');
INSERT INTO "TB_PROGRESS_LOG" VALUES(31,5,'decision_tree_model','2026-11-29 14:21:41.541285','교차 검증 21/31','cross-validation 21/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(32,5,'decision_tree_model','2026-11-29 14:21:41.544979','교차 검증 22/31','cross-validation 22/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(33,5,'decision_tree_model','2026-11-29 14:21:41.548432','교차 검증 23/31','cross-validation 23/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(34,5,'decision_tree_model','2026-11-29 14:21:41.555868','교차 검증 24/31','cross-validation 24/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(35,5,'decision_tree_model','2026-11-29 14:21:41.558113','교차 검증 25/31','cross-validation 25/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(36,5,'decision_tree_model','2026-11-29 14:21:41.564148','교차 검증 25/31 후보 5: 로그 손실 0.0267','cross-validation 25/31 candidate 5: log loss 0.0267');
INSERT INTO "TB_PROGRESS_LOG" VALUES(37,5,'decision_tree_model','2026-11-29 14:21:41.566233','교차 검증 26/31','cross-validation 26/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(38,5,'decision_tree_model','2026-11-29 14:21:41.571973','교차 검증 27/31','cross-validation 27/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(39,5,'decision_tree_model','2026-11-29 14:21:41.573958','교차 검증 28/31','cross-validation 28/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(40,5,'decision_tree_model','2026-11-29 14:21:41.575599','교차 검증 29/31','cross-validation 29/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(41,5,'decision_tree_model','2026-11-29 14:21:41.581495','교차 검증 30/31','cross-validation 30/31');
INSERT INTO "TB_PROGRESS_LOG" VALUES(42,5,'decision_tree_model','2026-11-29 14:21:41.583063','교차 검증 30/31 후보 6: 로그 손실 0.0267','cross-validation 30/31 candidate 6: log loss 0.0267');
INSERT INTO "TB_PROGRESS_LOG" VALUES(43,5,'decision_tree_model','2026-11-29 14:21:41.592323','교차 검증 31/31 후보 1 고름','cross-validation 31/31 candidate 1 chosen');
INSERT INTO "TB_PROGRESS_LOG" VALUES(44,5,'decision_tree_model','2026-11-29 14:21:44.355472','학습 끝: 0.3초, 검증 roc_auc 1.0000, log_loss 0.0267, f1 1.0000, accuracy 1.0000','trained in 0.3 s; validation roc_auc 1.0000, log_loss 0.0267, f1 1.0000, accuracy 1.0000');
INSERT INTO "TB_PROGRESS_LOG" VALUES(45,5,'decision_tree_model','2026-11-29 14:21:44.356725','고른 설정: criterion=gini, min_samples_leaf=4, depth=1, leaves=2','settings chosen: criterion=gini, min_samples_leaf=4, depth=1, leaves=2');
INSERT INTO "TB_PROGRESS_LOG" VALUES(46,5,'svm_model','2026-11-29 14:21:44.389609','학습 시작: 전처리 판 1','training begins: plan 1');
INSERT INTO "TB_PROGRESS_LOG" VALUES(47,5,'svm_model','2026-11-29 14:21:44.393813','메모리가 모자랍니다.','out of memory');
INSERT INTO "TB_PROGRESS_LOG" VALUES(48,5,'decision_tree_evaluation','2026-11-29 14:21:49.634253','평가 끝: 그림 2장','evaluated; 2 pictures');
CREATE TABLE "TB_REFUSED_FILE" (
	"REFUSED_ID" VARCHAR(15) NOT NULL, 
	"FILE_NM" TEXT NOT NULL, 
	"FILE_PATH" TEXT NOT NULL, 
	"REASON_KO" TEXT NOT NULL, 
	"REASON_EN" TEXT NOT NULL, 
	"REG_DT" DATETIME NOT NULL, 
	CONSTRAINT "PK_TB_REFUSED_FILE" PRIMARY KEY ("REFUSED_ID")
);
INSERT INTO "TB_REFUSED_FILE" VALUES('261122000000001','빈 파일.csv','빈 파일.csv','빈 파일입니다.','the file is empty','2026-11-22 03:00:00.000000');
CREATE TABLE "TB_REQUEST" (
	"REQUEST_ID" INTEGER NOT NULL, 
	"KIND" VARCHAR(20) NOT NULL, 
	"DOC_ID" VARCHAR(15), 
	"PARAMS" JSON NOT NULL, 
	"REQUEST_BY" VARCHAR(80) NOT NULL, 
	"REQUEST_DT" DATETIME NOT NULL, 
	"STATUS_CD" VARCHAR(20) NOT NULL, 
	"ATTEMPT_NO" INTEGER NOT NULL, 
	"SUBMIT_DT" DATETIME, 
	"RUN_ID" VARCHAR(64), 
	"START_DT" DATETIME, 
	"FINISH_DT" DATETIME, 
	"CANCEL_YN" BOOLEAN NOT NULL, 
	"RESULT" JSON, 
	"REASON_KO" TEXT, 
	"REASON_EN" TEXT, "RUN_KEY" VARCHAR(64), 
	CONSTRAINT "PK_TB_REQUEST" PRIMARY KEY ("REQUEST_ID")
);
INSERT INTO "TB_REQUEST" VALUES(1,'upload','261129000000001','{"file_name": "매출.csv"}','me','2026-11-29 14:21:36.144037','done',1,NULL,'79bf07a3-d681-4f63-905b-b959d26f4e9e','2026-11-29 14:21:36.276489','2026-11-29 14:21:37.789570',0,'{"images": 1}',NULL,NULL,'request:1:1');
INSERT INTO "TB_REQUEST" VALUES(2,'confirm_data','261129000000001','{}','me','2026-11-29 14:21:37.819641','done',1,NULL,NULL,NULL,'2026-11-29 14:21:37.819641',0,NULL,NULL,NULL,NULL);
INSERT INTO "TB_REQUEST" VALUES(3,'target','261129000000001','{"target": "c0003", "label": "종류", "positive_class": null}','me','2026-11-29 14:21:37.822407','done',1,NULL,'8c0e964b-b4ef-4d88-93b2-2334d582ef4c','2026-11-29 14:21:37.896675','2026-11-29 14:21:39.164889',0,'{"key": "c0003", "label": "종류", "kind": "binary", "classes": {"아니오": 63, "예": 57}, "positive_class": "예", "missing": 0, "warnings": [{"code": "leakage", "column": "크기", "ko": "''크기'' 열 하나만으로 목표변수 ''종류''를 거의 완벽하게 맞힙니다(AUC 1.000). 예측할 때에는 알 수 없는 값인지 확인하고, 그렇다면 빼세요.", "en": "Column ''크기'' alone predicts the target ''종류'' almost perfectly (AUC 1.000). Check whether it is known before the outcome; if not, leave it out.", "severity": "serious"}]}',NULL,NULL,'request:3:1');
INSERT INTO "TB_REQUEST" VALUES(4,'prepare','261129000000001','{"choices": {"duplicates": "keep", "missing": "median", "constant": null, "outliers": "keep", "outlier_method": "iqr", "outlier_factor": null, "test_share": 0.25, "seed": 0}}','me','2026-11-29 14:21:39.208669','done',1,NULL,'c9cebb97-9e3d-416d-a28e-c9a9e351a967','2026-11-29 14:21:39.293642','2026-11-29 14:21:39.339362',0,'{"version": 1, "effect": {"rows_total": 120, "rows_missing_target": 0, "rows_duplicate": 0, "duplicates_found": 40, "duplicates_across_split": 19, "rows_missing_cells": 0, "rows_outliers": 0, "rows_train": 90, "rows_test": 30, "classes_train": {"아니오": 47, "예": 43}, "classes_test": {"아니오": 16, "예": 14}, "cells_filled_train": {}, "cells_filled_test": {}, "cells_clipped_train": {}, "cells_clipped_test": {}, "bounds": {}, "fill_values": {"c0001": 20.0, "c0002": "빨강"}, "columns_unused": {}, "notes": [{"code": "duplicates_across_split", "ko": "학습 행과 똑같은 평가 행이 19개 있어 점수가 실제보다 좋아 보일 수 있습니다.", "en": "19 held-out rows equal a training row, so scores may look better than they are.", "column": null}]}, "labels": {"c0001": "크기", "c0002": "색", "c0003": "종류"}}',NULL,NULL,'request:4:1');
INSERT INTO "TB_REQUEST" VALUES(5,'train','261129000000001','{"models": ["svm", "decision_tree"], "seed": 0, "budget_seconds": null}','me','2026-11-29 14:21:39.368602','failed',1,NULL,'803de3c8-80c5-4e78-a06c-7b9ff4e8f524','2026-11-29 14:21:39.484909','2026-11-29 14:21:49.689987',0,NULL,'svm: 메모리가 모자랍니다.','svm: out of memory','request:5:1');
INSERT INTO "TB_REQUEST" VALUES(6,'ocr_read','261122000000010','{}','kim','2026-11-22 03:00:00.000000','failed',1,NULL,NULL,NULL,'2026-11-22 03:00:00.000000',0,NULL,'디스크가 가득 찼습니다.','the disk is full',NULL);
INSERT INTO "TB_REQUEST" VALUES(7,'ocr_retrain',NULL,'{}','schedule','2026-11-22 03:00:00.000000','done',1,NULL,NULL,NULL,'2026-11-22 03:00:00.000000',0,NULL,NULL,NULL,NULL);
CREATE TABLE "TB_SEQUENCE" (
	"SEQ_NM" VARCHAR(40) NOT NULL, 
	"NEXT_NO" INTEGER NOT NULL, 
	CONSTRAINT "PK_TB_SEQUENCE" PRIMARY KEY ("SEQ_NM")
);
INSERT INTO "TB_SEQUENCE" VALUES('document:261129',2);
INSERT INTO "TB_SEQUENCE" VALUES('training:261129',3);
INSERT INTO "TB_SEQUENCE" VALUES('refused:261122',2);
INSERT INTO "TB_SEQUENCE" VALUES('network:261122',3);
CREATE TABLE "TB_SESSION" (
	"SECRET_SHA256" VARCHAR(64) NOT NULL, 
	"USER_ID" VARCHAR(80) NOT NULL, 
	"BEGIN_DT" DATETIME NOT NULL, 
	"EXPIRE_DT" DATETIME NOT NULL, 
	CONSTRAINT "PK_TB_SESSION" PRIMARY KEY ("SECRET_SHA256"), 
	CONSTRAINT "FK_TB_SESSION_USER_ID" FOREIGN KEY("USER_ID") REFERENCES "TB_USER" ("USER_ID")
);
CREATE TABLE "TB_SIGN_IN_LINK" (
	"SECRET_SHA256" VARCHAR(64) NOT NULL, 
	"USER_ID" VARCHAR(80) NOT NULL, 
	"EXPIRE_DT" DATETIME NOT NULL, 
	"USE_DT" DATETIME, 
	CONSTRAINT "PK_TB_SIGN_IN_LINK" PRIMARY KEY ("SECRET_SHA256"), 
	CONSTRAINT "FK_TB_SIGN_IN_LINK_USER_ID" FOREIGN KEY("USER_ID") REFERENCES "TB_USER" ("USER_ID")
);
CREATE TABLE "TB_USER" (
	"USER_ID" VARCHAR(80) NOT NULL, 
	"ROLE_CD" VARCHAR(10) NOT NULL, 
	"PASSWORD_HASH" TEXT, 
	"DISABLED_YN" BOOLEAN NOT NULL, 
	"REG_DT" DATETIME NOT NULL, 
	"SIGN_IN_DT" DATETIME, 
	CONSTRAINT "PK_TB_USER" PRIMARY KEY ("USER_ID")
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0012');
CREATE INDEX "IX_TB_AUTOML_MASTER_FILE_SHA256" ON "TB_AUTOML_MASTER" ("FILE_SHA256");
CREATE INDEX "IX_TB_AUTOML_MASTER_STATUS_CD" ON "TB_AUTOML_MASTER" ("STATUS_CD");
CREATE INDEX "IX_TB_AUTOML_PREDICTION_DOC_ID" ON "TB_AUTOML_PREDICTION" ("DOC_ID");
CREATE INDEX "IX_TB_AUTOML_TRAINING_RESULT_DOC_ID" ON "TB_AUTOML_TRAINING_RESULT" ("DOC_ID");
CREATE INDEX "IX_TB_REQUEST_STATUS_CD" ON "TB_REQUEST" ("STATUS_CD");
CREATE INDEX "IX_TB_REQUEST_DOC_ID" ON "TB_REQUEST" ("DOC_ID");
CREATE INDEX "IX_TB_REQUEST_RUN_ID" ON "TB_REQUEST" ("RUN_ID");
CREATE INDEX "IX_TB_OCR_DOC_FILE_SHA256" ON "TB_OCR_DOC" ("FILE_SHA256");
CREATE INDEX "IX_TB_OCR_DOC_PARTITION_DAY" ON "TB_OCR_DOC" ("PARTITION_DAY");
CREATE INDEX "IX_TB_OCR_DOC_STATUS_CD" ON "TB_OCR_DOC" ("STATUS_CD");
CREATE INDEX "IX_TB_OCR_TEXT_HISTORY_TEXT_ID" ON "TB_OCR_TEXT_HISTORY" ("TEXT_ID");
CREATE INDEX "IX_TB_OCR_NETWORK_TRIED_SHA256" ON "TB_OCR_NETWORK" ("TRIED_SHA256");
CREATE INDEX "IX_TB_OCR_DOC_TEXT_PLACE" ON "TB_OCR_DOC_TEXT" ("DOC_ID", "PAGE_NO", "ORDER_NO");
CREATE INDEX "IX_TB_OCR_DOC_TEXT_TEXT_TRAINING_YN" ON "TB_OCR_DOC_TEXT" ("TEXT_TRAINING_YN");
CREATE INDEX "IX_TB_REQUEST_RUN_KEY" ON "TB_REQUEST" ("RUN_KEY");
CREATE INDEX "IX_TB_PROGRESS_LOG_REQUEST_ID_STEP" ON "TB_PROGRESS_LOG" ("REQUEST_ID", "STEP");
CREATE INDEX "IX_TB_SESSION_USER_ID" ON "TB_SESSION" ("USER_ID");
COMMIT;