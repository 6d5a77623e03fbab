"""The AutoML steps: from an uploaded table to a confirmed model and its predictions."""
