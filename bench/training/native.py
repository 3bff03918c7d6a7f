"""Trains XGBoost or LightGBM on the bench's Parquet files; prints seconds from opening the file to the model, and the AUC on the test rows."""

import sys
import time

import pandas as pd
import pyarrow.parquet as pq
from sklearn.metrics import roc_auc_score

THREADS = 2


def frame(place: str) -> tuple[pd.DataFrame, pd.Series]:
    table = pq.read_table(place).to_pandas()
    return table.drop(columns=["id", "label"]), table["label"]


def xgboost(rows: pd.DataFrame, labels: pd.Series):
    import xgboost as xgb

    slots = pd.get_dummies(rows)
    settings = {"objective": "binary:logistic", "tree_method": "hist", "max_depth": 5, "eta": 0.1, "nthread": THREADS}
    model = xgb.train(settings, xgb.DMatrix(slots, labels, nthread=THREADS), 100)
    return lambda test: model.predict(xgb.DMatrix(pd.get_dummies(test).reindex(columns=slots.columns, fill_value=False)))


def lightgbm(rows: pd.DataFrame, labels: pd.Series):
    import lightgbm as lgb

    texts = rows.select_dtypes("object").columns
    levels = {name: pd.CategoricalDtype(sorted(rows[name].unique())) for name in texts}
    settings = {"objective": "binary", "num_leaves": 32, "max_depth": 5, "learning_rate": 0.1, "num_threads": THREADS, "verbose": -1}
    model = lgb.train(settings, lgb.Dataset(rows.astype(levels), labels), 100)
    return lambda test: model.predict(test.astype(levels))


library, train, test = sys.argv[1:]
start = time.perf_counter()
predict = {"xgboost": xgboost, "lightgbm": lightgbm}[library](*frame(train))
seconds = time.perf_counter() - start
rows, labels = frame(test)
print(seconds, roc_auc_score(labels, predict(rows)))
