// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Auction, IEarlyPayment, Offer} from "./IEarlyPayment.sol";

/// @title The offers of an auction, linked by falling rate; among equal rates the earlier comes first.
library OfferList {
    /// @notice The last offer at this rate or a higher one, zero where there is none.
    /// @param hint where to begin; one that is not in the auction's list stands for the beginning
    function positionFor(
        mapping(uint64 offer => Offer) storage offers,
        uint64 auction,
        uint64 first,
        uint32 ratePpm,
        uint64 hint
    ) internal view returns (uint64 before) {
        uint64 next = first;
        if (hint != 0 && offers[hint].auction == auction) {
            uint32 hintPpm = offers[hint].ratePpm;
            if (hintPpm < ratePpm) revert IEarlyPayment.HintTooFarDown(hint, hintPpm, ratePpm);
            (before, next) = (hint, offers[hint].next);
        }
        while (next != 0 && offers[next].ratePpm >= ratePpm) {
            (before, next) = (next, offers[next].next);
        }
    }

    /// @param number an offer that is in no list
    /// @param before what it comes after; zero for the beginning
    function link(
        mapping(uint64 offer => Offer) storage offers,
        Auction storage auction,
        uint64 number,
        uint64 before
    ) internal {
        uint48 next;
        if (before == 0) {
            next = auction.first;
            auction.first = uint48(number);
        } else {
            next = offers[before].next;
            offers[before].next = uint48(number);
        }
        if (next != 0) offers[next].previous = uint48(number);
        Offer storage made = offers[number];
        (made.previous, made.next) = (uint48(before), next);
        ++auction.offers;
    }

    function unlink(mapping(uint64 offer => Offer) storage offers, Auction storage auction, uint64 number) internal {
        (uint48 previous, uint48 next) = (offers[number].previous, offers[number].next);
        if (previous == 0) auction.first = next;
        else offers[previous].next = next;
        if (next != 0) offers[next].previous = previous;
        delete offers[number];
        --auction.offers;
    }
}
