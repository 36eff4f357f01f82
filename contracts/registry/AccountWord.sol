// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice All that the ledger keeps of a holder, in one storage word.
///
/// | bits    | what                                  |
/// |---------|---------------------------------------|
/// | 0–63    | how many claims the account holds     |
/// | 64      | opened                                |
/// | 65      | suspended (reserved)                  |
/// | 72–79   | roles, a bit each (`AccountRole`)     |
type Account is uint256;

using AccountWord for Account global;

/// @notice What an account may do beyond holding claims, as bits of its roles.
library AccountRole {
    uint8 internal constant DEBTOR = 1;
    uint8 internal constant SUPPLIER = 2;
    uint8 internal constant FINANCIER = 4;
    uint8 internal constant INVESTOR = 8;
    uint8 internal constant ALL = 15;
}

library AccountWord {
    uint256 private constant OPENED = 1 << 64;


    function withRoles(Account account, uint8 roles) internal pure returns (Account) {
        uint256 claimsHeld = uint64(Account.unwrap(account));
        return Account.wrap(claimsHeld | OPENED | uint256(roles) << 72);
    }

    function claimCount(Account account) internal pure returns (uint256) {
        return uint64(Account.unwrap(account));
    }

    function isOpen(Account account) internal pure returns (bool) {
        return Account.unwrap(account) & OPENED != 0;
    }

    function hasRole(Account account, uint8 role) internal pure returns (bool) {
        return Account.unwrap(account) >> 72 & role != 0;
    }

    /// @dev Cannot run over: an account gains claims one by one and 2^64 of them are out of reach.
    function gain(Account account, uint256 claims) internal pure returns (Account) {
        unchecked {
            return Account.wrap(Account.unwrap(account) + claims);
        }
    }

    /// @dev Cannot run under: a claim is only taken from the account that holds it.
    function lose(Account account, uint256 claims) internal pure returns (Account) {
        unchecked {
            return Account.wrap(Account.unwrap(account) - claims);
        }
    }
}
