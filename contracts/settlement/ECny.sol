// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {LARGEST_AMOUNT} from "../registry/Money.sol";
import {IECny} from "./IECny.sol";
import {IHoldReleaser} from "./IHoldReleaser.sol";
import {WalletTiers} from "./WalletTiers.sol";

/// @title e-CNY as far as settlement needs it. An ERC-20 token of two decimals between wallets that a bank has opened.
contract ECny is IECny, ERC20, AccessManaged {
    struct Wallet {
        address bank;
        uint8 tier;
        uint32 day;
        uint64 paid;
        uint64 held;
    }

    mapping(address owner => Wallet) private _wallets;
    mapping(uint256 hold => Hold) private _holds;
    uint256 private _lastHold;

    constructor(address authority) ERC20("e-CNY (stand-in)", "eCNY") AccessManaged(authority) {}

    function decimals() public pure override returns (uint8) {
        return 2;
    }

    // Wallets

    /// @inheritdoc IECny
    function openWallet(address owner, uint8 tier) external restricted {
        if (owner == address(0) || owner == address(this)) revert InvalidWallet(owner);
        if (tier > WalletTiers.ANONYMOUS) revert UnknownTier(tier);
        address bank = _wallets[owner].bank;
        if (bank != address(0)) revert WalletAlreadyOpen(owner, bank);
        _wallets[owner].bank = msg.sender;
        _wallets[owner].tier = tier;
        emit WalletOpened(owner, msg.sender, tier);
    }

    /// @inheritdoc IECny
    function changeTier(address owner, uint8 tier) external restricted {
        if (tier > WalletTiers.ANONYMOUS) revert UnknownTier(tier);
        _customer(owner).tier = tier;
        emit WalletTierChanged(owner, msg.sender, tier);
    }

    /// @inheritdoc IECny
    function issue(address owner, uint256 amount) external restricted {
        _customer(owner);
        _requireAmount(amount, LARGEST_AMOUNT - totalSupply());
        _mint(owner, amount);
        emit Issued(msg.sender, owner, amount);
    }

    /// @inheritdoc IECny
    function redeem(address owner, uint256 amount) external restricted {
        _customer(owner);
        _requireAmount(amount, LARGEST_AMOUNT);
        _spendAllowance(owner, msg.sender, amount);
        _burn(owner, amount);
        emit Redeemed(msg.sender, owner, amount);
    }

    // Holds

    /// @inheritdoc IECny
    function placeHold(uint256 amount, address releaser, address payee, uint64 expiry, bytes32 purpose)
        external
        returns (uint256 hold)
    {
        Wallet storage wallet = _open(msg.sender);
        if (payee != address(0)) _open(payee);
        if (releaser == address(0)) revert InvalidReleaser(releaser);
        if (expiry != 0 && expiry < block.timestamp) revert ExpiryPassed(expiry, block.timestamp);
        _requireAmount(amount, LARGEST_AMOUNT);
        _requireFree(msg.sender, amount);
        wallet.held += uint64(amount);
        hold = ++_lastHold;
        _holds[hold] = Hold(msg.sender, expiry, releaser, payee, amount, purpose);
        emit HoldPlaced(hold, msg.sender, releaser, payee, amount, expiry, purpose);
        if (releaser.code.length != 0) _requireTaken(releaser, hold, msg.sender, payee, amount, expiry, purpose);
    }

    /// @inheritdoc IECny
    function payHold(uint256 hold, address payee, uint256 amount) external {
        Hold storage kept = _existing(hold);
        if (msg.sender != kept.releaser) revert NotTheReleaser(hold, msg.sender);
        if (kept.payee != address(0) && payee != kept.payee) revert NotThePayee(hold, kept.payee, payee);
        if (_hasExpired(kept)) revert ExpiryPassed(kept.expiry, block.timestamp);
        _requireAmount(amount, LARGEST_AMOUNT);
        uint256 left = kept.amount;
        if (amount > left) revert HoldExceeded(hold, left, amount);
        address payer = kept.payer;
        _wallets[payer].held -= uint64(amount);
        if (amount == left) delete _holds[hold];
        else kept.amount = left - amount;
        emit HoldPaid(hold, payee, amount);
        _transfer(payer, payee, amount);
    }

    /// @inheritdoc IECny
    function returnHold(uint256 hold) external {
        Hold memory kept = _existing(hold);
        if (msg.sender != kept.releaser && !(msg.sender == kept.payer && _hasExpired(kept))) {
            revert HoldNotReturnable(hold, kept.expiry);
        }
        _wallets[kept.payer].held -= uint64(kept.amount);
        delete _holds[hold];
        emit HoldReturned(hold, kept.amount);
    }

    // What is there

    /// @inheritdoc IECny
    function holdOf(uint256 hold) external view returns (Hold memory) {
        return _existing(hold);
    }

    /// @inheritdoc IECny
    function availableOf(address owner) public view returns (uint256) {
        return balanceOf(owner) - _wallets[owner].held;
    }

    /// @inheritdoc IECny
    function walletOf(address owner) external view returns (address bank, uint8 tier, uint256 paidToday) {
        Wallet storage wallet = _open(owner);
        return (wallet.bank, wallet.tier, _paidToday(wallet));
    }

    /// @inheritdoc IECny
    function limitsOf(uint8 tier) external pure returns (uint256 balance, uint256 payment, uint256 day) {
        if (tier > WalletTiers.ANONYMOUS) revert UnknownTier(tier);
        WalletTiers.Limits memory limits = WalletTiers.limits(tier);
        return (limits.balance, limits.payment, limits.day);
    }

    /// @dev Tells of every change, also of what was spent, so that who follows the events knows what is left.
    function _approve(address owner, address spender, uint256 amount, bool) internal override {
        _open(owner);
        super._approve(owner, spender, amount, true);
    }

    /// @dev Every movement of money comes past here, issue (`from` zero) and redemption (`to` zero) included.
    function _update(address from, address to, uint256 amount) internal override {
        if (from != address(0)) {
            Wallet storage payer = _open(from);
            _requireFree(from, amount);
            if (to != address(0)) _count(payer, from, amount);
        }
        if (to != address(0)) _requireRoom(to, from == to ? 0 : amount);
        super._update(from, to, amount);
    }

    /// @dev Today's payments, this one included, within the payer's limits.
    function _count(Wallet storage payer, address owner, uint256 amount) private {
        WalletTiers.Limits memory limits = WalletTiers.limits(payer.tier);
        if (limits.payment != 0 && amount > limits.payment) {
            revert PaymentLimitExceeded(owner, amount, limits.payment);
        }
        uint256 paid = _paidToday(payer);
        if (limits.day != 0 && paid + amount > limits.day) {
            revert DailyLimitExceeded(owner, paid, amount, limits.day);
        }
        (payer.day, payer.paid) = (CalendarDay.dayOf(block.timestamp), _bounded(paid + amount));
    }

    /// @dev A contract that does not know what to do with a hold would keep it for ever. Whatever it refuses with is told.
    function _requireTaken(
        address releaser,
        uint256 hold,
        address payer,
        address payee,
        uint256 amount,
        uint64 expiry,
        bytes32 purpose
    ) private {
        bytes memory question =
            abi.encodeCall(IHoldReleaser.onHoldPlaced, (hold, payer, payee, amount, expiry, purpose));
        (bool answered, bytes memory answer) = releaser.call(question);
        if (!answered && answer.length != 0) LowLevelCall.bubbleRevert(answer);
        if (answer.length != 32 || bytes32(answer) != bytes32(IHoldReleaser.onHoldPlaced.selector)) {
            revert InvalidReleaser(releaser);
        }
    }

    function _requireRoom(address owner, uint256 amount) private view {
        uint256 limit = WalletTiers.limits(_open(owner).tier).balance;
        uint256 balance = balanceOf(owner) + amount;
        if (limit != 0 && balance > limit) revert BalanceLimitExceeded(owner, balance, limit);
    }

    function _requireFree(address owner, uint256 amount) private view {
        uint256 available = availableOf(owner);
        if (amount > available) revert FundsInsufficient(owner, available, amount);
    }

    function _requireAmount(uint256 amount, uint256 most) private pure {
        if (amount == 0 || amount > most) revert AmountOutOfRange(amount, most);
    }

    /// @dev The wallet of a customer of the calling bank.
    function _customer(address owner) private view returns (Wallet storage wallet) {
        wallet = _open(owner);
        if (wallet.bank != msg.sender) revert WalletOfAnotherBank(owner, wallet.bank);
    }

    function _open(address owner) private view returns (Wallet storage wallet) {
        wallet = _wallets[owner];
        if (wallet.bank == address(0)) revert WalletNotOpen(owner);
    }

    function _existing(uint256 hold) private view returns (Hold storage kept) {
        kept = _holds[hold];
        if (kept.payer == address(0)) revert HoldNotFound(hold);
    }

    function _hasExpired(Hold memory kept) private view returns (bool) {
        return kept.expiry != 0 && block.timestamp > kept.expiry;
    }

    function _paidToday(Wallet storage wallet) private view returns (uint256) {
        return wallet.day == CalendarDay.dayOf(block.timestamp) ? wallet.paid : 0;
    }

    /// @dev A day's payments can exceed all the money there is, by money that goes round; no limit is that high.
    function _bounded(uint256 amount) private pure returns (uint64) {
        return amount > type(uint64).max ? type(uint64).max : uint64(amount);
    }
}
