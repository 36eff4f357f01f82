"""What the same operations cost in the public references of ERC-3525 and ERC-3643, and what ours may cost."""

NAMES = {
    "claims": "solv-finance/erc-3525 1.5.0, solc 0.8.37, 200 runs",
    "notes": "TokenySolutions/T-REX 4.1.6 with its proxies",
}

GAS = {
    "split_new_owner": 229_886,
    "split_existing_owner": 232_686,
    "value_between_claims": 62_767,
    "claim_new_owner": 114_747,
    "claim_existing_owner": 117_547,
    "offer": 102_288,
    "split_10_new_owners": 2_298_860,
    "note_transfer_0_modules": 209_902,
    "note_transfer_3_modules": 366_290,
    "note_admit_investor": 718_296,
}
"""The reference's `offer` grows with the number of operators approved; this is the first one. Who gets its notes is
stated about on one claim topic."""

BUDGETS = {
    "split_new_owner": 90_000,
    "split_existing_owner": 72_000,
    "value_between_claims": 42_000,
    "claim_new_owner": 62_000,
    "claim_existing_owner": 45_000,
    "offer": 50_000,
    "split_10_new_owners": 600_000,
    "note_transfer_1_module": 56_000,
    "note_transfer_3_modules": 75_000,
    "note_transfer_batch_10": 10 * 60_000,
    "note_transfer_batch_10_new": 10 * 60_000,
}
"""With every rule in place."""
