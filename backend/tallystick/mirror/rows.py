"""The rows of the mirror's tables as plain values, without the deployment they belong to.

The keys are the columns' names, so that a row goes into the database as it is.
"""

from typing import TypedDict


class BlockRow(TypedDict):
    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int
    digest: bytes


class EventRow(TypedDict):
    block: int
    log_index: int
    transaction_hash: bytes
    transaction_index: int
    address: bytes
    topics: bytes
    data: bytes


class EntryRow(TypedDict):
    block: int
    log_index: int
    kind: str
    receivable: int
    transaction_hash: bytes
    timestamp: int


class PostingRow(TypedDict):
    block: int
    log_index: int
    line: int
    receivable: int
    serial: int
    holder: bytes
    amount: int


class AccountRow(TypedDict):
    address: bytes
    opened: bool
    roles: int
    claims: int


class ProgrammeRow(TypedDict):
    number: int
    name: str
    currency: str
    kind: int
    regime: int
    day_count: int
    longest_term_months: int
    acceptance_required: bool
    evidence_required: bool
    open_accounts_only: bool
    approval: bytes


class DocumentRow(TypedDict):
    fingerprint: bytes
    buyer: bytes
    seller: bytes
    amount: int
    currency: str
    kind: int
    drawn: int


class DrawingRow(TypedDict):
    fingerprint: bytes
    receivable: int
    amount: int


class ReceivableRow(TypedDict):
    number: int
    programme: int
    debtor: bytes
    creditor: bytes
    face: int
    outstanding: int
    issue_day: int
    due_day: int
    status: int
    next_serial: int
    next_lot: int


class ClaimRow(TypedDict):
    receivable: int
    serial: int
    holder: bytes
    face: int
    epoch: int


class HoldingRow(TypedDict):
    receivable: int
    holder: bytes
    face: int
    claims: int


class LotRow(TypedDict):
    receivable: int
    lot: int
    parent: int | None
    serial: int
    holder: bytes
    tier: int
    amount: int
    remaining: int
    block: int
    log_index: int
