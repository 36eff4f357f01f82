// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccounts} from "../registry/IAccounts.sol";
import {Backing} from "./ClaimBook.sol";
import {Claim} from "./ClaimWord.sol";
import {ClaimOffers} from "./ClaimOffers.sol";
import {IClaimSales} from "./IClaimSales.sol";
import {IDesk} from "./IDesk.sol";

/// @title Sales through a desk: title and price change hands in one call of the seller, or not at all.
abstract contract ClaimSales is ClaimOffers, IClaimSales {
    /// @inheritdoc IClaimSales
    function sell(uint256 claim, uint64 value, IDesk desk, bytes calldata terms) external returns (uint256 into) {
        Claim word = _existing(claim);
        address seller = word.owner();
        if (msg.sender != seller) revert ERC721InsufficientApproval(msg.sender, claim);
        if (!_accounts[address(desk)].isDesk()) revert IAccounts.DeskNotAdmitted(address(desk));
        if (value == 0) revert ValueMissing(claim);
        _available(claim, word, value);
        address buyer = desk.onSale(seller, claim, word.epoch(), value, terms);
        // Whatever the desk has called may have called back: what is sold is what is there now.
        word = _existing(claim);
        emit CarriedByDesk(address(desk), claim);
        if (value == word.value()) {
            _moveClaim(claim, word, buyer, Backing.Desk);
            return claim;
        }
        return _moveIntoNewClaim(claim, word, buyer, value, Backing.Desk);
    }
}
