"""An object store on this machine, for tests: moto's S3, spoken to over HTTP as any other would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

BUCKET = "saebyeok"


@dataclass(frozen=True)
class ObjectStore:
    """A running server with one bucket.

    Attributes:
        environment: what its clients need, as an operator would set it.
    """

    environment: dict[str, str]

    def url(self, prefix: str) -> str:
        """Where a store may be in it."""
        return f"s3://{BUCKET}/{prefix}"

    def put(self, url: str, data: bytes) -> None:
        """Write an object as another host would, unseen by this process."""
        key = url.removeprefix(f"s3://{BUCKET}/")
        self.client().put_object(Bucket=BUCKET, Key=key, Body=data)

    def client(self) -> Any:
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
            region_name=self.environment["AWS_DEFAULT_REGION"],
        )


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """Start one on a free port."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    started = ObjectStore(
        {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    )
    try:
        started.client().create_bucket(Bucket=BUCKET)
        yield started
    finally:
        server.stop()
