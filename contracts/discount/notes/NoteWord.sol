// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice All that a series keeps of a holder, in one storage word.
///
/// | bits    | what                                                                        |
/// |---------|-----------------------------------------------------------------------------|
/// | 0–63    | balance in minor units                                                      |
/// | 64–127  | how much of it is frozen; may be more than there is                         |
/// | 128–135 | round: how many of the settlement's rounds the holder has been paid         |
/// | 136     | the whole wallet is frozen                                                  |
/// | 137–176 | before when it may get notes, in seconds since 1970, as the registry said   |
/// | 177–208 | in which era of the registry that was                                     |
/// | 209–218 | where it is at home (ISO 3166-1 numeric), as the registry said              |
type NoteAccount is uint256;

/// @notice All that a series keeps of itself for transfers, in one storage word.
///
/// | bits    | what                                                                        |
/// |---------|-----------------------------------------------------------------------------|
/// | 0–63    | supply in minor units: the face of the claims that are wrapped              |
/// | 64–95   | how many wallets have a balance                                             |
/// | 96–135  | when the books close, in seconds since 1970                                 |
/// | 136–199 | the receivable                                                              |
/// | 200     | paused                                                                      |
/// | 201     | has an identity registry of its own                                         |
/// | 202     | has a compliance contract of its own                                        |
/// | 203     | the receivable has a policy, which is asked                                 |
type SeriesState is uint256;

using NoteAccountWord for NoteAccount global;
using SeriesStateWord for SeriesState global;

library NoteAccountWord {
    uint256 private constant FROZEN_SHIFT = 64;
    uint256 private constant ROUND_SHIFT = 128;
    uint256 private constant FROZEN = 1 << 136;
    uint256 private constant ANY_FROZEN = FROZEN | uint256(type(uint64).max) << FROZEN_SHIFT;
    uint256 private constant UNTIL_SHIFT = 137;
    uint256 private constant ERA_SHIFT = 177;
    uint256 private constant COUNTRY_SHIFT = 209;
    uint256 private constant STANDING = (1 << 82) - 1 << UNTIL_SHIFT;

    function balance(NoteAccount account) internal pure returns (uint64) {
        return uint64(NoteAccount.unwrap(account));
    }

    function frozenAmount(NoteAccount account) internal pure returns (uint64) {
        return uint64(NoteAccount.unwrap(account) >> FROZEN_SHIFT);
    }

    /// @dev What can be moved.
    function unfrozen(NoteAccount account) internal pure returns (uint64) {
        (uint64 all, uint64 frozen) = (account.balance(), account.frozenAmount());
        unchecked {
            return frozen < all ? all - frozen : 0;
        }
    }

    function round(NoteAccount account) internal pure returns (uint8) {
        return uint8(NoteAccount.unwrap(account) >> ROUND_SHIFT);
    }

    /// @dev Nothing of it is frozen, and so is not the wallet.
    function isFree(NoteAccount account) internal pure returns (bool) {
        return NoteAccount.unwrap(account) & ANY_FROZEN == 0;
    }

    function isFrozen(NoteAccount account) internal pure returns (bool) {
        return NoteAccount.unwrap(account) & FROZEN != 0;
    }

    function until(NoteAccount account) internal pure returns (uint40) {
        return uint40(NoteAccount.unwrap(account) >> UNTIL_SHIFT);
    }

    function era(NoteAccount account) internal pure returns (uint32) {
        return uint32(NoteAccount.unwrap(account) >> ERA_SHIFT);
    }

    function country(NoteAccount account) internal pure returns (uint16) {
        return uint16(NoteAccount.unwrap(account) >> COUNTRY_SHIFT);
    }

    /// @param home at most 999
    function withStanding(NoteAccount account, uint40 before, uint32 found, uint16 home)
        internal
        pure
        returns (NoteAccount)
    {
        uint256 standing =
            uint256(before) << UNTIL_SHIFT | uint256(found) << ERA_SHIFT | uint256(home) << COUNTRY_SHIFT;
        return NoteAccount.wrap(NoteAccount.unwrap(account) & ~STANDING | standing);
    }

    /// @dev Cannot run over: no series has more than 2^53 − 1 minor units.
    function more(NoteAccount account, uint64 amount) internal pure returns (NoteAccount) {
        unchecked {
            return NoteAccount.wrap(NoteAccount.unwrap(account) + amount);
        }
    }

    /// @dev The caller has checked that so much is there.
    function less(NoteAccount account, uint64 amount) internal pure returns (NoteAccount) {
        unchecked {
            return NoteAccount.wrap(NoteAccount.unwrap(account) - amount);
        }
    }

    function withFrozenAmount(NoteAccount account, uint64 amount) internal pure returns (NoteAccount) {
        uint256 mask = uint256(type(uint64).max) << FROZEN_SHIFT;
        return NoteAccount.wrap(NoteAccount.unwrap(account) & ~mask | uint256(amount) << FROZEN_SHIFT);
    }

    function withRound(NoteAccount account, uint8 number) internal pure returns (NoteAccount) {
        uint256 mask = uint256(type(uint8).max) << ROUND_SHIFT;
        return NoteAccount.wrap(NoteAccount.unwrap(account) & ~mask | uint256(number) << ROUND_SHIFT);
    }

    function withFrozen(NoteAccount account, bool frozen) internal pure returns (NoteAccount) {
        uint256 word = NoteAccount.unwrap(account);
        return NoteAccount.wrap(frozen ? word | FROZEN : word & ~FROZEN);
    }
}

library SeriesStateWord {
    uint256 private constant HOLDERS_SHIFT = 64;
    uint256 private constant CLOSES_SHIFT = 96;
    uint256 private constant RECEIVABLE_SHIFT = 136;
    uint256 private constant PAUSED = 1 << 200;
    uint256 private constant OWN_REGISTRY = 1 << 201;
    uint256 private constant OWN_COMPLIANCE = 1 << 202;
    uint256 private constant POLICY = 1 << 203;
    uint256 private constant ONE_HOLDER = 1 << HOLDERS_SHIFT;

    function open(uint64 number, uint40 closing, bool policy) internal pure returns (SeriesState) {
        return SeriesState.wrap(
            uint256(closing) << CLOSES_SHIFT | uint256(number) << RECEIVABLE_SHIFT | (policy ? POLICY : 0)
        );
    }

    function supply(SeriesState state) internal pure returns (uint64) {
        return uint64(SeriesState.unwrap(state));
    }

    function holders(SeriesState state) internal pure returns (uint32) {
        return uint32(SeriesState.unwrap(state) >> HOLDERS_SHIFT);
    }

    function closesAt(SeriesState state) internal pure returns (uint40) {
        return uint40(SeriesState.unwrap(state) >> CLOSES_SHIFT);
    }

    function receivable(SeriesState state) internal pure returns (uint64) {
        return uint64(SeriesState.unwrap(state) >> RECEIVABLE_SHIFT);
    }

    function isPaused(SeriesState state) internal pure returns (bool) {
        return SeriesState.unwrap(state) & PAUSED != 0;
    }

    function hasOwnRegistry(SeriesState state) internal pure returns (bool) {
        return SeriesState.unwrap(state) & OWN_REGISTRY != 0;
    }

    function hasOwnCompliance(SeriesState state) internal pure returns (bool) {
        return SeriesState.unwrap(state) & OWN_COMPLIANCE != 0;
    }

    function hasPolicy(SeriesState state) internal pure returns (bool) {
        return SeriesState.unwrap(state) & POLICY != 0;
    }

    function minted(SeriesState state, uint64 amount) internal pure returns (SeriesState) {
        return SeriesState.wrap(SeriesState.unwrap(state) + amount);
    }

    /// @dev Balances add up to the supply, so what a holder has is there.
    function burnt(SeriesState state, uint64 amount) internal pure returns (SeriesState) {
        return SeriesState.wrap(SeriesState.unwrap(state) - amount);
    }

    function withOneMore(SeriesState state) internal pure returns (SeriesState) {
        return SeriesState.wrap(SeriesState.unwrap(state) + ONE_HOLDER);
    }

    function withOneLess(SeriesState state) internal pure returns (SeriesState) {
        return SeriesState.wrap(SeriesState.unwrap(state) - ONE_HOLDER);
    }

    function withPause(SeriesState state, bool paused) internal pure returns (SeriesState) {
        uint256 word = SeriesState.unwrap(state);
        return SeriesState.wrap(paused ? word | PAUSED : word & ~PAUSED);
    }

    function withOwnRegistry(SeriesState state) internal pure returns (SeriesState) {
        return SeriesState.wrap(SeriesState.unwrap(state) | OWN_REGISTRY);
    }

    function withOwnCompliance(SeriesState state) internal pure returns (SeriesState) {
        return SeriesState.wrap(SeriesState.unwrap(state) | OWN_COMPLIANCE);
    }
}
