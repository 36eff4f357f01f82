// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The few named powers of the ledger, as role numbers of the access manager.
/// @notice The administrator of the access manager (the governor) says who holds which role and which function asks for
/// which. It can thereby give itself any of these powers, and no other: none of them moves claims or changes terms.
library Roles {
    /// @notice Opens accounts and programmes. Never moves claims or money, never changes terms.
    uint64 internal constant OPERATOR = 1;
    /// @notice Registers trade documents under its own keyed fingerprints.
    uint64 internal constant REGISTRAR = 2;
    /// @notice The contracts that draw on evidence. Held by contracts, never by a person.
    uint64 internal constant LEDGER = 3;
}
