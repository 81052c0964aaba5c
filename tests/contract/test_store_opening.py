from __future__ import annotations
from serving.store.opening import Store
def test_opens(store: Store) -> None:
    with store.reading() as c:
        assert c.exec_driver_sql("select size from log_head").scalar_one() == 0
