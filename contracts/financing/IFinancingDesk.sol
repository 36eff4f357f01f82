// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount} from "../registry/IProgrammeRegistry.sol";
import {IDesk} from "../claims/IDesk.sol";

/// @notice What a financier signs (EIP-712): it buys this value of this claim, from whoever holds it in this epoch.
/// @param financier who buys
/// @param claim what it buys of
/// @param epoch the claim's: the quote is void when it has changed hands
/// @param value face that it buys, in minor units
/// @param proceeds what it pays: value less the bank discount at `ratePpm` from `valueDay` to the due day
/// @param ratePpm the discount rate, in millionths a year
/// @param dayCount the basis of a year
/// @param valueDay the day on which it pays, counted from 1970-01-01 in Asia/Shanghai
/// @param expiry from when on it cannot be accepted, in seconds since 1970
/// @param salt makes it another quote than one of the same terms
struct SaleQuote {
    address financier;
    uint256 claim;
    uint256 epoch;
    uint64 value;
    uint64 proceeds;
    uint32 ratePpm;
    DayCount dayCount;
    uint32 valueDay;
    uint64 expiry;
    bytes32 salt;
}

/// @title Financing as delivery versus payment: a holder accepts a financier's signed quote by selling through this desk.
/// @notice Title goes to the financier and e-CNY from its wallet to the seller in one transaction, or neither. The desk
/// never has either.
interface IFinancingDesk is IDesk {
    /// @notice The financier has registered its interest with the movables registry of the credit reference centre.
    /// @param receipt hash of the registration's proof
    event LienRecorded(address indexed financier, uint256 indexed claim, uint256 epoch, bytes32 receipt);
    event ClaimSold(
        bytes32 indexed quote,
        uint256 indexed claim,
        address indexed financier,
        address seller,
        uint64 value,
        uint64 proceeds,
        uint32 ratePpm,
        DayCount dayCount
    );
    event QuoteRevoked(bytes32 indexed quote, address indexed financier);

    error NotTheLedger(address caller);
    error NotAFinancier(address account);
    error LienReceiptMissing(address financier, uint256 claim);
    error LienReceiptUsed(bytes32 receipt, uint256 claim);
    error LienRecordedAlready(address financier, uint256 claim, bytes32 receipt);
    error QuoteNotSigned(bytes32 quote, address financier);
    error QuoteEnded(bytes32 quote);
    error QuoteExpired(uint256 expiry, uint256 time);
    error QuoteOfAnotherClaim(uint256 claim, uint256 epoch, uint64 value);
    error QuoteOfAnotherDay(uint32 valueDay, uint32 today);
    error QuotePriceWrong(uint64 proceeds, uint256 expected);
    error PriceAboveFace(uint64 value, uint64 proceeds);
    error NotTheFinancier(address financier, address caller);

    /// @notice The calling financier puts the proof of its registration on record, before any money moves.
    function recordLien(uint256 claim, bytes32 receipt) external;

    /// @notice The financier takes a quote of its own back.
    function revoke(SaleQuote calldata quote) external;

    /// @notice What a financier signs for a quote.
    function digestOf(SaleQuote calldata quote) external view returns (bytes32);

    /// @notice Whether a quote was accepted or revoked, by its digest.
    function quoteEnded(bytes32 quote) external view returns (bool);

    /// @notice The receipt that a financier has on record for a claim in an epoch; zero where there is none.
    function lienReceipt(address financier, uint256 claim, uint256 epoch) external view returns (bytes32);
}
