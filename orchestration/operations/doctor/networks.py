"""What `saebyeok doctor` looks at of the OCR half: the networks' files, and the pointer to the one that reads."""

from __future__ import annotations

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.settings import Settings

REMEDY = Message("go back to the one before with 'saebyeok ocr rollback', or bring it back from a backup")
REMEDY_OF_OTHERS = Message(
    "bring that folder back from a backup; until then it is impossible to go back to this network"
)
REMEDY_OF_THE_POINTER = Message("'saebyeok up' makes it anew while it runs")


def check_networks(settings: Settings) -> Finding:
    """The files of all kept networks are whole and their own, and the pointer file names the deployed one."""
    from ocr_lib.errors import NetworkRefused
    from records.engine import open_engine, reading
    from records.ocr.learning import networks
    from resources.networks import POINTER, network_files, read_pointer
    from store.errors import StoreError
    from store.files import Store

    store = Store(settings.effective_store_url)
    with reading(open_engine(settings.effective_database_url)) as session:
        row = networks.deployed(session)
        others = [one for one in networks.with_files(session) if one is not row]
    if row is None:
        return Finding("network", True, "none yet: the shipped one reads the first page")
    try:
        with network_files(store, row):
            pass
    except (NetworkRefused, StoreError) as trouble:
        return Finding("network", False, str(trouble), REMEDY)
    try:
        named = (read_pointer(store) or {}).get("network_id", "nothing")
    except StoreError:
        named = "nothing that can be read"
    if named != row.network_id:
        detail = f"{POINTER} names {named}, the row says {row.network_id}"
        return Finding("network", False, detail, REMEDY_OF_THE_POINTER)
    wrong = []
    for other in others:
        try:
            with network_files(store, other):
                pass
        except (NetworkRefused, StoreError) as trouble:
            wrong.append(f"{other.network_id}: {trouble}")
    if wrong:
        return Finding("network", False, "; ".join(wrong), REMEDY_OF_OTHERS)
    return Finding("network", True, f"{row.network_id} reads; {len(others)} others to go back to")
