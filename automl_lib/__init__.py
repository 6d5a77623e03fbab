"""Tabular machine learning as a plain library: reading, profiling, planning, training, predicting.

It knows files and data frames. It does not know Dagster, MLflow, databases or the web, and imports nothing
else of this project but `domain` and `untrusted_files`.
"""
