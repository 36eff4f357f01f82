// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The few named powers of the ledger, as role numbers of the access manager.
/// @notice The administrator of the access manager (the governor) says who holds which role and which function asks for
/// which; it schedules term rules and admits desks. It can thereby give itself any of these powers, and no other: none of
/// them moves claims or changes the terms of a receivable.
library Roles {
    /// @notice Opens accounts and programmes, pauses and resumes receivables. Never moves claims or money, never
    /// changes terms, never lifts an authority's order.
    uint64 internal constant OPERATOR = 1;
    /// @notice Registers trade documents, and the credit notes on them, under its own keyed fingerprints.
    uint64 internal constant REGISTRAR = 2;
    /// @notice The contracts that draw on evidence. Held by contracts, never by a person.
    uint64 internal constant LEDGER = 3;
    /// @notice Courts and regulators: stop claims and accounts, each under an order of its own, which it alone lifts.
    uint64 internal constant AUTHORITY = 4;
    /// @notice The contract that mints on acceptance and burns on cancellation. Never held by a person.
    uint64 internal constant ISSUANCE = 5;
    /// @notice Operating banks: open e-CNY wallets for whom they have identified, issue and redeem.
    uint64 internal constant BANK = 6;
    /// @notice The contract that pays claims out of their debtors' holds. Never held by a person.
    uint64 internal constant SETTLEMENT = 7;
    /// @notice The contract through which debtors dispute claims. Held by no person.
    uint64 internal constant DISPUTES = 8;
    /// @notice The contract that holds claims for the holders of notes, who are paid in its stead. Held by no person.
    uint64 internal constant NOTES = 9;
    /// @notice Carriers, customs brokers and warehouses: sign how far goods have come.
    uint64 internal constant CARRIER = 10;
}
