-- Beside the records' database, made by the image: Dagster and MLflow both have tables of names the other uses too.
CREATE DATABASE saebyeok_dagster;
CREATE DATABASE saebyeok_mlflow;
