"""Feast's historical retrieval of the latest value before each label, from files, timed."""

import datetime
import pathlib
import sys
import time

import pandas
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType
from feast.types import Int64


def parquet(folder: pathlib.Path) -> str:
    """Spark's single file in a folder."""
    return str(next(folder.glob("*.parquet")))


def store_of(data: pathlib.Path) -> FeatureStore:
    """A store with one view of the events."""
    store = FeatureStore(
        config=RepoConfig(
            project="bench",
            provider="local",
            registry=str(data / "registry.db"),
            online_store=None,
            offline_store={"type": "dask"},
            entity_key_serialization_version=3,
        )
    )
    entity = Entity(name="entity", join_keys=["entity"], value_type=ValueType.INT64)
    view = FeatureView(
        name="events",
        entities=[entity],
        ttl=datetime.timedelta(days=400),
        schema=[Field(name="cents", dtype=Int64)],
        source=FileSource(path=parquet(data / "events"), timestamp_field="event_timestamp"),
        online=False,
    )
    store.apply([entity, view])
    return store


def main(folder: str, rounds: str) -> None:
    """Prints the seconds of each round, and what was found."""
    data = pathlib.Path(folder)
    store = store_of(data)
    seconds = []
    for _ in range(int(rounds)):
        start = time.perf_counter()
        labels = pandas.read_parquet(parquet(data / "labels"))
        found = store.get_historical_features(entity_df=labels, features=["events:cents"]).to_df()
        found.to_parquet(data / "feast.parquet")
        seconds.append(time.perf_counter() - start)
    print("  feast", " ".join(f"{each:.2f}" for each in seconds), "s")
    found = found[found["cents"].notna()]
    print(f"feast: {len(found)} rows, sum {int(found['cents'].sum())}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
