import pytest
from tests.kpi import test_recount as t
@pytest.mark.parametrize("broken", t.MUTATIONS, ids=lambda b: b.__name__)
def test_n(app, ground, monkeypatch, broken):
    broken(monkeypatch); hits=[]
    for seed in range(40):
        with t.told(seed):
            if t.counted() != t.recount(): hits.append(seed)
            if len(hits)>2: break
    print("NOTICED", broken.__name__, hits)
