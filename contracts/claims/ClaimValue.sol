// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Backing} from "./ClaimBook.sol";
import {Claim} from "./ClaimWord.sol";
import {ClaimTitle} from "./ClaimTitle.sol";
import {IERC3525} from "./IERC3525.sol";
import {Receivable} from "./ReceivableWord.sol";
import {ReceiverCheck} from "./ReceiverCheck.sol";

/// @title Claims as ERC-3525 tokens: their value, and who may move it.
/// @dev A value allowance moves value only, never the claim.
abstract contract ClaimValue is ClaimTitle, IERC3525 {
    mapping(uint256 claimAndEpoch => mapping(address operator => uint256)) private _allowances;

    error SlotsDiffer(uint256 fromClaim, uint256 toClaim);
    error NothingAllowed(uint256 claim, address operator);
    error AllowanceExceeded(uint256 claim, address operator, uint256 allowance, uint256 requested);

    /// @inheritdoc ClaimTitle
    function supportsInterface(bytes4 interfaceId) public view virtual override returns (bool) {
        return interfaceId == type(IERC3525).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @inheritdoc IERC3525
    function valueDecimals() external pure returns (uint8) {
        return 2;
    }

    /// @inheritdoc IERC3525
    function balanceOf(uint256 claim) external view returns (uint256) {
        return _existing(claim).value();
    }

    /// @inheritdoc IERC3525
    function slotOf(uint256 claim) external view returns (uint256) {
        _existing(claim);
        return _receivableOf(claim);
    }

    /// @inheritdoc IERC3525
    function allowance(uint256 claim, address operator) external view returns (uint256) {
        return _allowances[_epochKey(claim, _existing(claim))][operator];
    }

    /// @inheritdoc IERC3525
    function approve(uint256 claim, address operator, uint256 value) external {
        Claim word = _existing(claim);
        if (operator == address(0)) revert ERC721InvalidOperator(operator);
        if (!_speaksForTitle(claim, word)) revert ERC721InvalidApprover(msg.sender);
        _setAllowance(claim, word, operator, value);
    }

    /// @inheritdoc IERC3525
    function transferFrom(uint256 fromClaim, uint256 toClaim, uint256 value) external {
        Claim source = _existing(fromClaim);
        if ((fromClaim ^ toClaim) >> 64 != 0) revert SlotsDiffer(fromClaim, toClaim);
        if (msg.sender != source.owner()) _spendAllowance(fromClaim, source, value);
        Claim destination = _existing(toClaim);
        Receivable receivable = _bookValue(fromClaim, source, toClaim, destination, value);
        emit TransferValue(fromClaim, toClaim, value);
        address to = destination.owner();
        if (!receivable.isUnrestrained()) {
            _askPolicy(_receivableOf(fromClaim), receivable, source.owner(), to, value);
        }
        if (to.code.length != 0) ReceiverCheck.requireValueTaken(msg.sender, fromClaim, toClaim, to, value);
    }

    /// @inheritdoc IERC3525
    function transferFrom(uint256 fromClaim, address to, uint256 value) external returns (uint256) {
        Claim source = _existing(fromClaim);
        if (msg.sender != source.owner()) _spendAllowance(fromClaim, source, value);
        return _moveIntoNewClaim(fromClaim, source, to, value, Backing.None);
    }

    /// @notice The caller turns down what it was allowed to take: an allowance is an offer.
    function renounceAllowance(uint256 claim) external {
        Claim word = _existing(claim);
        if (_allowances[_epochKey(claim, word)][msg.sender] == 0) revert NothingAllowed(claim, msg.sender);
        _setAllowance(claim, word, msg.sender, 0);
    }

    /// @dev For callers who have shown that they may.
    function _moveIntoNewClaim(uint256 fromClaim, Claim source, address to, uint256 value, Backing backing)
        internal
        returns (uint256 newClaim)
    {
        _requireHolder(to);
        Receivable receivable;
        (newClaim, receivable) = _bookNewClaim(fromClaim, source, to, value, backing);
        _emitNewClaim(fromClaim, newClaim, to, value);
        _askPolicy(_receivableOf(fromClaim), receivable, source.owner(), to, value);
        ReceiverCheck.requireValueTaken(msg.sender, fromClaim, newClaim, to, value);
    }

    function _emitNewClaim(uint256 fromClaim, uint256 newClaim, address to, uint256 value) internal {
        emit Transfer(address(0), to, newClaim);
        emit SlotChanged(newClaim, 0, _receivableOf(newClaim));
        emit TransferValue(fromClaim, newClaim, value);
    }

    /// @dev The claim is gone for good; its serial is never used again. The caller takes it off the owner's account.
    function _burnClaim(uint256 claim, address owner, uint256 value) internal {
        _claims[claim] = Claim.wrap(0);
        emit TransferValue(claim, 0, value);
        emit SlotChanged(claim, _receivableOf(claim), 0);
        emit Transfer(owner, address(0), claim);
    }

    /// @dev An allowance of the largest number is unlimited and is not spent. Who has none cannot move zero either:
    /// strangers would write into other people's history.
    function _spendAllowance(uint256 claim, Claim word, uint256 value) private {
        if (_speaksForTitle(claim, word)) return;
        uint256 allowed = _allowances[_epochKey(claim, word)][msg.sender];
        if (allowed == 0 || value > allowed) revert AllowanceExceeded(claim, msg.sender, allowed, value);
        if (allowed != type(uint256).max) _setAllowance(claim, word, msg.sender, allowed - value);
    }

    function _setAllowance(uint256 claim, Claim word, address operator, uint256 value) private {
        _allowances[_epochKey(claim, word)][operator] = value;
        emit ApprovalValue(claim, operator, value);
    }
}
