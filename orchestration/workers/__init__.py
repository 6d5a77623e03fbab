"""Steps on the workers of several hosts: dagster-celery's task, handed out through RabbitMQ.

`app` is what both sides know of the queue, `handler` what a run does, `task` what a worker does with a
step, `serving` the worker's process, `reach` what `doctor` asks. Celery is imported nowhere else.
"""
