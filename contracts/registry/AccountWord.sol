// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice All that the ledger keeps of a holder, in one storage word.
///
/// | bits    | what                                                                             |
/// |---------|----------------------------------------------------------------------------------|
/// | 0–63    | how many claims the account holds                                                |
/// | 64      | opened                                                                           |
/// | 65      | suspended: its claims stay where they are and it gains none                      |
/// | 66      | desk: a contract whose movements carry the signature of the one who receives     |
/// | 67      | desk now or before: it gains no claim but by what is sold through a desk         |
/// | 72–79   | roles, a bit each (`AccountRole`)                                                |
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
    uint256 private constant SUSPENDED = 1 << 65;
    uint256 private constant DESK = 1 << 66;
    uint256 private constant DESK_EVER = 1 << 67;
    uint256 private constant ROLES_SHIFT = 72;

    /// @dev Opened for the first time: it has no roles yet.
    function open(Account account, uint8 roles) internal pure returns (Account) {
        return Account.wrap(Account.unwrap(account) | OPENED | uint256(roles) << ROLES_SHIFT);
    }

    function claimCount(Account account) internal pure returns (uint256) {
        return uint64(Account.unwrap(account));
    }

    function isOpen(Account account) internal pure returns (bool) {
        return Account.unwrap(account) & OPENED != 0;
    }

    function isSuspended(Account account) internal pure returns (bool) {
        return Account.unwrap(account) & SUSPENDED != 0;
    }

    function isDesk(Account account) internal pure returns (bool) {
        return Account.unwrap(account) & DESK != 0;
    }

    function wasEverDesk(Account account) internal pure returns (bool) {
        return Account.unwrap(account) & DESK_EVER != 0;
    }

    function hasRole(Account account, uint8 role) internal pure returns (bool) {
        return Account.unwrap(account) >> ROLES_SHIFT & role != 0;
    }

    function withSuspension(Account account, bool suspended) internal pure returns (Account) {
        return _withFlag(account, SUSPENDED, suspended);
    }

    function withDesk(Account account, bool desk) internal pure returns (Account) {
        return _withFlag(Account.wrap(Account.unwrap(account) | DESK_EVER), DESK, desk);
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

    function _withFlag(Account account, uint256 flag, bool set) private pure returns (Account) {
        uint256 word = Account.unwrap(account);
        return Account.wrap(set ? word | flag : word & ~flag);
    }
}
