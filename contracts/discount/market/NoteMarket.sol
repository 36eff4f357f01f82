// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IIssuance, ReceivableTerms} from "../../claims/IIssuance.sol";
import {BankDiscount} from "../../financing/BankDiscount.sol";
import {Account} from "../../registry/AccountWord.sol";
import {CalendarDay} from "../../registry/CalendarDay.sol";
import {IAccounts} from "../../registry/IAccounts.sol";
import {IProgrammeRegistry, Programme} from "../../registry/IProgrammeRegistry.sol";
import {LARGEST_AMOUNT, Money} from "../../registry/Money.sol";
import {IECny} from "../../settlement/IECny.sol";
import {PaymentCheck} from "../../settlement/PaymentCheck.sol";
import {IDiscountCurves} from "../IDiscountCurves.sol";
import {IERC7943Fungible} from "../IERC7943.sol";
import {IIdentityRegistry} from "../IERC3643.sol";
import {INoteDesk} from "../notes/INoteDesk.sol";
import {INoteSeries} from "../notes/INoteSeries.sol";
import {NoteAccount} from "../notes/NoteWord.sol";
import {INoteMarket, Order} from "./INoteMarket.sol";

/// @title The venue of this deployment. Nobody but its maker can touch an order.
/// @dev Modules of an offering are somebody else's code and are called when notes move, hence the guard. Several calls of
/// one sender can go in one transaction (`multicall`): fills of several orders, and an order over the rest.
contract NoteMarket is INoteMarket, Multicall, ReentrancyGuardTransient {

    /// @param series whose notes change hands
    /// @param price fen
    struct Trade {
        INoteSeries series;
        address seller;
        address buyer;
        uint64 price;
    }

    IERC20 public immutable money;
    IProgrammeRegistry public immutable programmes;
    IAccounts public immutable accounts;
    IIssuance public immutable issuance;
    IDiscountCurves public immutable curves;
    INoteDesk public immutable noteDesk;

    /// @inheritdoc INoteMarket
    uint64 public orderCount;
    mapping(uint64 order => Order) private _orders;

    constructor(
        IERC20 money_,
        IProgrammeRegistry programmes_,
        IAccounts accounts_,
        IIssuance issuance_,
        IDiscountCurves curves_,
        INoteDesk noteDesk_
    ) {
        money = money_;
        programmes = programmes_;
        accounts = accounts_;
        issuance = issuance_;
        curves = curves_;
        noteDesk = noteDesk_;
    }

    /// @inheritdoc INoteMarket
    function ask(uint64 receivable, uint64 amount, uint64 minimum, uint32 ratePpm, uint40 expiry)
        external
        nonReentrant
        returns (uint64 order)
    {
        Order memory placed = _prepared(receivable, amount, minimum, expiry);
        (placed.ask, placed.ratePpm) = (true, ratePpm);
        return _place(placed);
    }

    /// @inheritdoc INoteMarket
    function askAtCurve(uint64 receivable, uint64 amount, uint64 minimum, uint32 curveVersion, uint40 expiry)
        external
        nonReentrant
        returns (uint64 order)
    {
        Order memory placed = _prepared(receivable, amount, minimum, expiry);
        if (curveVersion == 0) revert CurveChanged(0, 0, curves.curveVersion(_programmeOf(receivable)));
        (placed.ask, placed.curveVersion) = (true, curveVersion);
        return _place(placed);
    }

    /// @inheritdoc INoteMarket
    function bid(uint64 receivable, uint64 amount, uint64 minimum, uint32 ratePpm, uint40 expiry)
        external
        nonReentrant
        returns (uint64 order)
    {
        Order memory placed = _prepared(receivable, amount, minimum, expiry);
        placed.ratePpm = ratePpm;
        return _place(placed);
    }

    /// @inheritdoc INoteMarket
    function fill(uint64 order, uint64 amount, uint64 limit) external nonReentrant returns (uint64 price) {
        Order memory filled = _standing(order);
        Trade memory trade = _tradeOf(order, filled, msg.sender, amount);
        price = trade.price;
        if (filled.ask ? price > limit : price < limit) revert PriceBeyondLimit(order, price, limit);
        uint64 left = filled.left - amount;
        if (left == 0) delete _orders[order];
        else _orders[order].left = left;
        emit OrderFilled(order, filled.receivable, trade.seller, trade.buyer, amount, price, left);
        // Money and notes are this deployment's own and revert where they do not move.
        money.transferFrom(trade.buyer, trade.seller, price);
        trade.series.transferFrom(trade.seller, trade.buyer, amount);
    }

    /// @inheritdoc INoteMarket
    function cancel(uint64 order) external nonReentrant {
        if (_existing(order).maker != msg.sender) revert NotTheMaker(order, msg.sender);
        delete _orders[order];
        emit OrderCancelled(order);
    }

    /// @inheritdoc INoteMarket
    function expire(uint64[] calldata orders) external nonReentrant {
        for (uint256 i = 0; i < orders.length; ++i) {
            uint40 expiry = _existing(orders[i]).expiry;
            if (block.timestamp < expiry) revert OrderNotExpired(orders[i], expiry);
            delete _orders[orders[i]];
            emit OrderExpired(orders[i]);
        }
    }

    /// @inheritdoc INoteMarket
    function orderOf(uint64 order) external view returns (Order memory) {
        return _existing(order);
    }

    /// @inheritdoc INoteMarket
    function priceOf(uint64 order, uint64 amount) external view returns (uint64 price) {
        return _priceOf(order, _standing(order), amount);
    }

    /// @inheritdoc INoteMarket
    function checkFill(uint64 order, address taker, uint64 amount) external view returns (uint64 price) {
        Trade memory trade = _tradeOf(order, _standing(order), taker, amount);
        price = trade.price;
        PaymentCheck.requirePossible(IECny(address(money)), trade.buyer, trade.seller, price);
        trade.series.checkTransfer(trade.seller, trade.buyer, amount);
    }

    /// @dev What every order has, once it is seen that the receivable's notes are traded here until then.
    function _prepared(uint64 receivable, uint64 amount, uint64 minimum, uint40 expiry)
        private
        view
        returns (Order memory placed)
    {
        INoteSeries series = noteDesk.seriesOf(receivable);
        if (address(series) == address(0)) revert INoteDesk.SeriesNotOpen(receivable);
        if (!Money.isAmount(amount)) revert OrderAmountOutOfRange(amount, LARGEST_AMOUNT);
        if (minimum == 0 || minimum > amount) revert MinimumOutOfRange(minimum, amount);
        if (expiry <= block.timestamp) revert ExpiryNotAhead(expiry, block.timestamp);
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        uint256 closing = CalendarDay.endOf(terms.dueDay);
        if (block.timestamp >= closing) revert INoteSeries.NotesClosed(address(series), closing);
        Programme memory programme = programmes.programmeOf(terms.programme);
        placed.maker = msg.sender;
        placed.expiry = expiry < closing ? expiry : uint40(closing);
        (placed.dueDay, placed.dayCount) = (terms.dueDay, programme.dayCount);
        (placed.receivable, placed.left, placed.minimum) = (receivable, amount, minimum);
    }

    function _place(Order memory placed) private returns (uint64 order) {
        _requireAbleToTrade(placed);
        _priceOf(0, placed, placed.left);
        order = ++orderCount;
        _orders[order] = placed;
        emit OrderPlaced(
            order,
            placed.receivable,
            placed.maker,
            placed.ask,
            placed.left,
            placed.minimum,
            placed.ratePpm,
            placed.curveVersion,
            placed.expiry
        );
    }

    function _requireAbleToTrade(Order memory placed) private view {
        address maker = placed.maker;
        INoteSeries series = noteDesk.seriesOf(placed.receivable);
        NoteAccount account = NoteAccount.wrap(series.holderWord(maker));
        _requireNotSuspended(maker);
        if (account.isFrozen()) revert INoteSeries.WalletIsFrozen(maker);
        if (!series.identityRegistry().isVerified(maker)) revert INoteSeries.NotVerified(maker);
        if (placed.ask && placed.left > account.unfrozen()) {
            revert IERC7943Fungible.ERC7943InsufficientUnfrozenBalance(maker, placed.left, account.unfrozen());
        }
    }

    /// @dev Who would give what to whom, once it is seen that the order lets `taker` have so much.
    function _tradeOf(uint64 order, Order memory filled, address taker, uint64 amount)
        private
        view
        returns (Trade memory trade)
    {
        if (amount > filled.left) revert FillExceedsOrder(order, filled.left, amount);
        if (amount < filled.minimum && amount != filled.left) {
            revert FillBelowMinimum(order, filled.minimum, amount);
        }
        trade.series = noteDesk.seriesOf(filled.receivable);
        _requireOthers(order, trade.series, filled.maker, taker);
        // A series with a registry of its own would not hear of suspensions.
        _requireNotSuspended(filled.maker);
        _requireNotSuspended(taker);
        (trade.seller, trade.buyer) = filled.ask ? (filled.maker, taker) : (taker, filled.maker);
        trade.price = _priceOf(order, filled, amount);
        uint256 approved = money.allowance(trade.buyer, address(this));
        if (approved < trade.price) revert MoneyNotApproved(trade.buyer, approved, trade.price);
        approved = trade.series.allowance(trade.seller, address(this));
        if (approved < amount) revert NotesNotApproved(trade.seller, approved, amount);
    }

    /// @dev The order has not expired, so its notes are not due yet.
    function _priceOf(uint64 order, Order memory priced, uint64 amount) private view returns (uint64) {
        uint32 remainingDays = priced.dueDay - CalendarDay.dayOf(block.timestamp);
        uint256 discount;
        if (priced.curveVersion == 0) {
            discount = BankDiscount.discount(amount, priced.ratePpm, remainingDays, priced.dayCount);
        } else {
            uint32 programme = _programmeOf(priced.receivable);
            uint32 version = curves.curveVersion(programme);
            if (version != priced.curveVersion) revert CurveChanged(order, priced.curveVersion, version);
            discount = curves.discountOf(programme, amount, remainingDays);
        }
        if (discount >= amount) revert FillPaysNothing(order, amount, remainingDays);
        return amount - uint64(discount);
    }

    function _requireOthers(uint64 order, INoteSeries series, address maker, address taker) private view {
        if (maker == taker) revert SelfTrade(order, maker, taker);
        IIdentityRegistry registry = series.identityRegistry();
        address identity = registry.identity(maker);
        if (identity != address(0) && identity == registry.identity(taker)) revert SelfTrade(order, maker, taker);
    }

    function _requireNotSuspended(address account) private view {
        if (Account.wrap(accounts.accountWord(account)).isSuspended()) revert IAccounts.AccountIsSuspended(account);
    }

    function _programmeOf(uint64 receivable) private view returns (uint32) {
        return issuance.termsOf(receivable).programme;
    }

    function _existing(uint64 order) private view returns (Order memory existing) {
        existing = _orders[order];
        if (existing.maker != address(0)) return existing;
        if (order == 0 || order > orderCount) revert UnknownOrder(order);
        revert OrderHasEnded(order);
    }

    function _standing(uint64 order) private view returns (Order memory standing) {
        standing = _existing(order);
        if (block.timestamp >= standing.expiry) revert OrderHasExpired(order, standing.expiry);
    }
}
