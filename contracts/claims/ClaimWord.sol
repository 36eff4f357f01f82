// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice One claim in one storage word.
///
/// | bits    | what                                                                          |
/// |---------|-------------------------------------------------------------------------------|
/// | 0–159   | owner; zero: there is no such claim                                           |
/// | 160–223 | value: face in minor units                                                    |
/// | 224–239 | epoch: how often the claim changed hands; approvals are given for one epoch   |
/// | 240–247 | round: how many of the settlement's rounds the claim has taken                |
/// | 248     | frozen by an authority's order                                                |
/// | 249     | encumbered for the benefit of another                                         |
/// | 250     | carries recourse to a seller                                                  |
/// | 251     | disputed by the debtor, or undone by a credit note                            |
///
/// Its id is `receivable << 64 | serial`, so the ERC-3525 slot is a shift.
type Claim is uint256;

using ClaimWord for Claim global;

library ClaimWord {
    uint256 private constant VALUE_SHIFT = 160;
    uint256 private constant EPOCH_SHIFT = 224;
    uint256 private constant ROUND_SHIFT = 240;
    uint256 private constant FROZEN = 1 << 248;
    uint256 private constant ENCUMBERED = 1 << 249;
    uint256 private constant RECOURSE = 1 << 250;
    uint256 private constant DISPUTED = 1 << 251;
    uint256 private constant MARKS = RECOURSE | DISPUTED;
    uint256 internal constant LAST_EPOCH = type(uint16).max;

    function create(address holder, uint64 face) internal pure returns (Claim) {
        return Claim.wrap(uint160(holder) | uint256(face) << VALUE_SHIFT);
    }

    /// @dev A part of this claim as a claim of its own, which carries the same marks.
    function part(Claim claim, address holder, uint64 face) internal pure returns (Claim) {
        return Claim.wrap(Claim.unwrap(create(holder, face)) | Claim.unwrap(claim) & MARKS);
    }

    function owner(Claim claim) internal pure returns (address) {
        return address(uint160(Claim.unwrap(claim)));
    }

    function value(Claim claim) internal pure returns (uint64) {
        return uint64(Claim.unwrap(claim) >> VALUE_SHIFT);
    }

    function epoch(Claim claim) internal pure returns (uint256) {
        return uint16(Claim.unwrap(claim) >> EPOCH_SHIFT);
    }

    function round(Claim claim) internal pure returns (uint8) {
        return uint8(Claim.unwrap(claim) >> ROUND_SHIFT);
    }

    function isFrozen(Claim claim) internal pure returns (bool) {
        return Claim.unwrap(claim) & FROZEN != 0;
    }

    function isEncumbered(Claim claim) internal pure returns (bool) {
        return Claim.unwrap(claim) & ENCUMBERED != 0;
    }

    /// @notice Neither frozen nor encumbered.
    function isFree(Claim claim) internal pure returns (bool) {
        return Claim.unwrap(claim) & (FROZEN | ENCUMBERED) == 0;
    }

    function hasRecourse(Claim claim) internal pure returns (bool) {
        return Claim.unwrap(claim) & RECOURSE != 0;
    }

    function isDisputed(Claim claim) internal pure returns (bool) {
        return Claim.unwrap(claim) & DISPUTED != 0;
    }

    /// @notice Carries no mark that would be lost, or spread, where its value is mixed with another claim's.
    function isUnmarked(Claim claim) internal pure returns (bool) {
        return Claim.unwrap(claim) & MARKS == 0;
    }

    /// @notice Whether value can move between the two: both are free and unmarked.
    function mixesWith(Claim claim, Claim other) internal pure returns (bool) {
        return (Claim.unwrap(claim) | Claim.unwrap(other)) & (FROZEN | ENCUMBERED | MARKS) == 0;
    }

    function withFrozen(Claim claim, bool frozen) internal pure returns (Claim) {
        return _withFlag(claim, FROZEN, frozen);
    }

    function withRound(Claim claim, uint8 taken) internal pure returns (Claim) {
        uint256 cleared = Claim.unwrap(claim) & ~(uint256(type(uint8).max) << ROUND_SHIFT);
        return Claim.wrap(cleared | uint256(taken) << ROUND_SHIFT);
    }

    function withEncumbrance(Claim claim, bool encumbered) internal pure returns (Claim) {
        return _withFlag(claim, ENCUMBERED, encumbered);
    }

    function withRecourse(Claim claim, bool recourse) internal pure returns (Claim) {
        return _withFlag(claim, RECOURSE, recourse);
    }

    function withDispute(Claim claim, bool disputed) internal pure returns (Claim) {
        return _withFlag(claim, DISPUTED, disputed);
    }

    /// @dev The caller has checked that the value is there.
    function less(Claim claim, uint64 amount) internal pure returns (Claim) {
        unchecked {
            return Claim.wrap(Claim.unwrap(claim) - (uint256(amount) << VALUE_SHIFT));
        }
    }

    /// @dev Cannot run into the epoch: the values of one receivable's claims add up to at most its face.
    function more(Claim claim, uint64 amount) internal pure returns (Claim) {
        unchecked {
            return Claim.wrap(Claim.unwrap(claim) + (uint256(amount) << VALUE_SHIFT));
        }
    }

    /// @dev The next owner's claim, one epoch on. The caller has checked that it is not the last epoch.
    function handOver(Claim claim, address to) internal pure returns (Claim) {
        unchecked {
            uint256 withoutOwner = Claim.unwrap(claim) >> 160 << 160;
            return Claim.wrap((withoutOwner | uint160(to)) + (1 << EPOCH_SHIFT));
        }
    }

    function _withFlag(Claim claim, uint256 flag, bool set) private pure returns (Claim) {
        uint256 word = Claim.unwrap(claim);
        return Claim.wrap(set ? word | flag : word & ~flag);
    }
}
