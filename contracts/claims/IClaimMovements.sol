// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Value on its way into a new claim.
/// @param to who gets it
/// @param value minor units
struct Part {
    address to;
    uint64 value;
}

/// @title What holders do with claims beyond ERC-721 and ERC-3525: cut, hand on in numbers, put together.
interface IClaimMovements {
    error SplitNeedsTwoParts(uint256 claim);
    error SplitIntoNothing(uint256 claim, uint256 part);
    error SplitDoesNotAddUp(uint256 claim, uint64 value, uint256 sum);
    error NoClaimsNamed();
    error NoPartsNamed(uint256 claim);
    error MergeIntoItself(uint256 claim);
    error OwnersDiffer(uint256 fromClaim, uint256 toClaim);

    /// @notice Cuts a claim into as many as there are parts, which add up to its value: the first stays in the
    /// claim, the others become new claims of the same owner with consecutive serials.
    /// @return firstNew the claim that takes `parts[1]`
    function split(uint256 claim, uint64[] calldata parts) external returns (uint256 firstNew);

    /// @notice Cuts `count` pieces of `value` each out of a claim. What is left stays in the claim; where nothing would
    /// be left, the last piece stays, so that no claim is worth nothing.
    /// @return firstNew the first of the new claims, which have consecutive serials
    function splitEvenly(uint256 claim, uint64 count, uint64 value) external returns (uint256 firstNew);

    /// @notice Moves value out of a claim into a new claim for each part, all or none.
    /// @return firstNew the claim that takes `parts[0]`; the others have consecutive serials
    function distribute(uint256 claim, Part[] calldata parts) external returns (uint256 firstNew);

    /// @notice Hands several whole claims over, all or none. As `transferFrom`, it does not ask the recipient.
    function transferClaims(uint256[] calldata claims, address to) external;

    /// @notice Puts claims of one owner and one receivable into another one of them; they are gone afterwards.
    function merge(uint256[] calldata claims, uint256 into) external;
}
