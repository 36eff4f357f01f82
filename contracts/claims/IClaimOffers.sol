// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Drawing} from "../registry/IEvidenceRegistry.sol";

/// @dev 9999-12-31T23:59:59Z, the last moment of people's calendars. A database's integers hold it as well.
uint64 constant LATEST_EXPIRY = 253_402_300_799;

/// @notice What a holder offers. It is told again by whoever answers the offer; the chain keeps only that it stands.
/// @param claim the claim that it comes out of
/// @param to who may accept
/// @param value minor units; all that the claim is worth at acceptance hands over the claim itself
/// @param expiry the moment (seconds since 1970) from which on it cannot be accepted any more; `LATEST_EXPIRY` at most
/// @param drawings documents between the holder (buyer) and the recipient (seller) that it rests on; may be none
struct Offer {
    uint256 claim;
    address to;
    uint64 value;
    uint64 expiry;
    Drawing[] drawings;
}

/// @title Transfers that the recipient signs for. An offer does not encumber: the first valid acceptance wins.
/// @dev A bare allowance (`approve` of value) is an offer too, which the recipient takes by `transferFrom` and turns down
/// by `renounceAllowance`. An offer here can carry evidence and ends by itself.
interface IClaimOffers {
    event OfferMade(
        bytes32 indexed id,
        uint256 indexed claim,
        address indexed to,
        address from,
        uint64 value,
        uint64 expiry,
        Drawing[] drawings
    );
    /// @param into the claim that the recipient has now
    event OfferAccepted(bytes32 indexed id, uint256 indexed into);
    event OfferDeclined(bytes32 indexed id);
    event OfferWithdrawn(bytes32 indexed id);

    error OfferToOneself(uint256 claim, address holder);
    error OfferExpired(uint64 expiry, uint256 time);
    error OfferExpiryTooLate(uint64 requestedExpiry, uint64 latestExpiry);
    error OfferStandsAlready(bytes32 id);
    error OfferNotOpen(bytes32 id);
    error NotTheRecipient(bytes32 id, address caller);
    error EvidenceDoesNotMatchValue(uint64 value, uint256 drawn);

    /// @notice Offers value out of a claim. It ends when the claim changes hands.
    /// @return id under which the offer stands
    function offer(Offer calldata terms) external returns (bytes32 id);

    /// @notice The recipient signs for it, which moves the value and draws on the evidence.
    /// @return into the claim that the recipient has now
    function acceptOffer(Offer calldata terms) external returns (uint256 into);

    /// @notice The recipient turns it down.
    function declineOffer(Offer calldata terms) external;

    /// @notice The holder takes it back.
    function withdrawOffer(Offer calldata terms) external;

    /// @notice Whether an offer stands: neither accepted, declined nor withdrawn. It may have expired.
    function offerStands(bytes32 id) external view returns (bool);
}
