// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a debtor asks for with the money that it holds ready for early payment: the purpose of that hold.
///
/// | bits   | what                                                                       |
/// |--------|----------------------------------------------------------------------------|
/// | 0–31   | programme whose receivables are paid                                       |
/// | 32–71  | closing: until when offers are made, in seconds since 1970                 |
/// | 72     | uniform: all are paid at one rate; otherwise each is paid at its own       |
/// | 73–255 | zero                                                                       |
type AuctionTerms is bytes32;

using AuctionTermsWord for AuctionTerms global;

library AuctionTermsWord {
    uint256 private constant CLOSING_SHIFT = 32;
    uint256 private constant UNIFORM = 1 << 72;
    uint256 private constant USED_BITS = 73;

    /// @notice Whether nothing stands where nothing belongs, as it would in the purpose of some other hold.
    function isWellFormed(AuctionTerms terms) internal pure returns (bool) {
        return _word(terms) >> USED_BITS == 0;
    }

    function programme(AuctionTerms terms) internal pure returns (uint32) {
        return uint32(_word(terms));
    }

    function closing(AuctionTerms terms) internal pure returns (uint40) {
        return uint40(_word(terms) >> CLOSING_SHIFT);
    }

    function isUniform(AuctionTerms terms) internal pure returns (bool) {
        return _word(terms) & UNIFORM != 0;
    }

    function _word(AuctionTerms terms) private pure returns (uint256) {
        return uint256(AuctionTerms.unwrap(terms));
    }
}
