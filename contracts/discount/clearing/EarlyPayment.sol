// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IIssuance, ReceivableTerms} from "../../claims/IIssuance.sol";
import {BankDiscount} from "../../financing/BankDiscount.sol";
import {CalendarDay} from "../../registry/CalendarDay.sol";
import {IProgrammeRegistry, Programme} from "../../registry/IProgrammeRegistry.sol";
import {HOME, LARGEST_AMOUNT} from "../../registry/Money.sol";
import {IECny} from "../../settlement/IECny.sol";
import {IHoldReleaser} from "../../settlement/IHoldReleaser.sol";
import {ISettlement} from "../../settlement/ISettlement.sol";
import {IDiscountCurves} from "../IDiscountCurves.sol";
import {IIdentities} from "../identity/IIdentities.sol";
import {INoteDesk} from "../notes/INoteDesk.sol";
import {INoteSeries} from "../notes/INoteSeries.sol";
import {Attempt} from "./Attempt.sol";
import {AuctionTerms} from "./AuctionTerms.sol";
import {EarlyPrice} from "./EarlyPrice.sol";
import {Auction, AuctionStatus, IEarlyPayment, Offer, Payment, Skip} from "./IEarlyPayment.sol";
import {OfferList} from "./OfferList.sol";

/// @title Auctions in which debtors pay early.
/// @dev Modules of an offering are somebody else's code and are called while notes move, hence the guard.
contract EarlyPayment is IEarlyPayment, ReentrancyGuardTransient {
    using OfferList for mapping(uint64 offer => Offer);

    /// @dev How far a clearing has come. Accepted are offers that can be delivered, each at its own rate or all at the
    /// last one's.
    /// @param accepted how many payments are meant
    /// @param skipped how many offers are passed over
    /// @param next the first offer whose turn has not come; zero where there is none
    struct Plan {
        Payment[] payments;
        Skip[] skips;
        uint256 accepted;
        uint256 skipped;
        uint64 next;
    }

    /// @notice As many as one transaction clears: with three rules and a hundred sellers for 17.4 million gas.
    uint256 public constant MOST_OFFERS = 100;
    /// @notice What a hold has to last beyond the closing, so that somebody can have the auction cleared.
    uint256 public constant TIME_TO_CLEAR = 1 days;

    IECny public immutable money;
    IProgrammeRegistry public immutable programmes;
    IIssuance public immutable issuance;
    IDiscountCurves public immutable curves;
    IIdentities public immutable identities;
    INoteDesk public immutable noteDesk;

    uint64 private _lastAuction;
    uint64 private _lastOffer;
    mapping(uint64 auction => Auction) private _auctions;
    mapping(uint64 offer => Offer) private _offers;
    mapping(uint64 auction => mapping(uint64 receivable => mapping(address seller => uint64 offer))) private _offerOf;

    constructor(
        IECny money_,
        IProgrammeRegistry programmes_,
        IIssuance issuance_,
        IDiscountCurves curves_,
        IIdentities identities_,
        INoteDesk noteDesk_
    ) {
        money = money_;
        programmes = programmes_;
        issuance = issuance_;
        curves = curves_;
        identities = identities_;
        noteDesk = noteDesk_;
    }

    /// @notice A debtor opens an auction; `purpose` is laid out as in `AuctionTerms`.
    /// @inheritdoc IHoldReleaser
    function onHoldPlaced(
        uint256 hold,
        address payer,
        address payee,
        uint256 amount,
        uint64 expiry,
        bytes32 purpose
    ) external returns (bytes4) {
        if (msg.sender != address(money)) revert ISettlement.NotTheMoney(msg.sender);
        AuctionTerms terms = AuctionTerms.wrap(purpose);
        if (!terms.isWellFormed()) revert AuctionTermsMalformed(purpose);
        if (payee != address(0)) revert HoldForOnePayee(payee);
        _requireTime(terms.closing(), expiry);
        uint32 programme = terms.programme();
        Programme memory rules = programmes.programmeOf(programme);
        if (rules.currency != HOME) revert CurrencyNotPaid(programme, rules.currency);
        if (curves.curveVersion(programme) == 0) revert IDiscountCurves.CurveNotSet(programme, 0);
        if (!identities.isVerified(payer)) revert INoteSeries.NotVerified(payer);
        uint64 auction = ++_lastAuction;
        _auctions[auction] = Auction({
            debtor: payer,
            programme: programme,
            closing: terms.closing(),
            dayCount: rules.dayCount,
            uniform: terms.isUniform(),
            status: AuctionStatus.Open,
            hold: uint64(hold),
            budget: uint56(amount),
            expiry: expiry,
            first: 0,
            offers: 0
        });
        emit AuctionOpened(
            auction,
            uint64(hold),
            payer,
            programme,
            uint64(amount),
            terms.closing(),
            expiry,
            terms.isUniform()
        );
        return IHoldReleaser.onHoldPlaced.selector;
    }

    /// @inheritdoc IEarlyPayment
    function offer(uint64 auction, uint64 receivable, uint64 amount, uint32 ratePpm, uint64 hint)
        external
        nonReentrant
        returns (uint64 offer_)
    {
        Auction memory terms = _takingOffers(auction);
        if (terms.offers == MOST_OFFERS) revert TooManyOffers(auction, MOST_OFFERS);
        if (amount == 0) revert INoteDesk.AmountMissing();
        uint64 earlier = _offerOf[auction][receivable][msg.sender];
        if (earlier != 0) revert OfferedAlready(receivable, earlier);
        (uint32 dueDay, uint32 remainingDays) = _remaining(auction, terms, receivable);
        _requireOther(msg.sender, terms.debtor);
        _requireNotes(receivable, msg.sender, amount);
        _requirePrice(terms, amount, ratePpm, remainingDays);
        uint64 before = _offers.positionFor(auction, terms.first, ratePpm, hint);
        offer_ = ++_lastOffer;
        _offerOf[auction][receivable][msg.sender] = offer_;
        emit OfferMade(auction, offer_, msg.sender, receivable, amount, ratePpm);
        _offers[offer_] = Offer({
            seller: msg.sender,
            amount: uint56(amount),
            dueDay: uint24(dueDay),
            receivable: receivable,
            auction: uint48(auction),
            next: 0,
            previous: 0,
            ratePpm: ratePpm
        });
        _offers.link(_auctions[auction], offer_, before);
    }

    /// @inheritdoc IEarlyPayment
    function withdraw(uint64 offer_) external nonReentrant {
        Offer memory made = offerOf(offer_);
        if (msg.sender != made.seller) revert NotTheSeller(offer_, msg.sender);
        _takingOffers(made.auction);
        delete _offerOf[made.auction][made.receivable][msg.sender];
        _offers.unlink(_auctions[made.auction], offer_);
        emit OfferWithdrawn(made.auction, offer_);
    }

    /// @inheritdoc IEarlyPayment
    function cancel(uint64 auction) external nonReentrant {
        Auction memory terms = _running(auction);
        if (msg.sender != terms.debtor) revert NotTheAuctionsDebtor(auction, msg.sender);
        if (terms.offers != 0) revert AuctionHasOffers(auction, terms.offers);
        _auctions[auction].status = AuctionStatus.Cancelled;
        emit AuctionCancelled(auction);
        money.returnHold(terms.hold);
    }

    /// @inheritdoc IEarlyPayment
    function clear(uint64 auction) external nonReentrant {
        Auction memory terms = _running(auction);
        if (block.timestamp < terms.closing) revert AuctionRuns(auction, terms.closing);
        _auctions[auction].status = AuctionStatus.Cleared;
        uint64 left = terms.budget;
        uint64 face;
        uint32 marginalPpm;
        Plan memory plan = _planOf(terms);
        // What could not be delivered after all leaves money to those who come after it.
        while (plan.next != 0 && left != 0) {
            _planOn(plan, terms, left);
            for (uint256 i = 0; i < plan.skipped; ++i) {
                emit OfferSkipped(auction, plan.skips[i].offer, plan.skips[i].reason);
            }
            for (uint256 i = 0; i < plan.accepted && left != 0; ++i) {
                Payment memory payment = plan.payments[i];
                _fill(payment, terms, left);
                if (!_pay(auction, terms, payment)) continue;
                left -= payment.price;
                face += payment.amount;
                marginalPpm = payment.ratePpm;
            }
            // There is one uniform rate; whoever did not accept it is not paid by another.
            if (terms.uniform) break;
        }
        emit AuctionCleared(auction, face, terms.budget - left, marginalPpm, left);
        if (left != 0) money.returnHold(terms.hold);
    }

    /// @inheritdoc IEarlyPayment
    function deliver(uint64 hold, address debtor, uint64 receivable, address seller, uint64 amount, uint64 price)
        external
    {
        if (msg.sender != address(this)) revert NotItself(msg.sender);
        noteDesk.seriesOf(receivable).transferFrom(seller, debtor, amount);
        money.payHold(hold, seller, price);
    }

    /// @inheritdoc IEarlyPayment
    function checkDeliverable(uint64 offer_) external view {
        Offer memory made = offerOf(offer_);
        Auction memory terms = _auctions[made.auction];
        uint32 day = _pricingDay(terms);
        if (made.dueDay <= day) revert NotEarly(made.receivable, made.dueDay, day + 1);
        _requireOther(made.seller, terms.debtor);
        INoteSeries series = noteDesk.seriesOf(made.receivable);
        series.checkTransfer(made.seller, terms.debtor, made.amount);
        uint256 allowed = series.allowance(made.seller, address(this));
        if (allowed < made.amount) {
            revert IERC20Errors.ERC20InsufficientAllowance(address(this), allowed, made.amount);
        }
        _requireRoom(made.seller, made.amount);
    }

    /// @inheritdoc IEarlyPayment
    function preview(uint64 auction) external view returns (Payment[] memory payments, Skip[] memory skips) {
        Auction memory terms = _running(auction);
        Plan memory plan = _planOf(terms);
        _planOn(plan, terms, terms.budget);
        (payments, skips) = (plan.payments, plan.skips);
        (uint256 accepted, uint256 skipped) = (plan.accepted, plan.skipped);
        assembly ("memory-safe") {
            mstore(payments, accepted)
            mstore(skips, skipped)
        }
        uint64 left = terms.budget;
        for (uint256 i = 0; i < accepted; ++i) {
            _fill(payments[i], terms, left);
            left -= payments[i].price;
        }
    }

    /// @inheritdoc IEarlyPayment
    function auctionOf(uint64 auction) public view returns (Auction memory terms) {
        terms = _auctions[auction];
        if (terms.status == AuctionStatus.None) revert UnknownAuction(auction);
    }

    /// @inheritdoc IEarlyPayment
    function offerOf(uint64 offer_) public view returns (Offer memory made) {
        made = _offers[offer_];
        if (made.auction == 0) revert UnknownOffer(offer_);
    }

    /// @inheritdoc IEarlyPayment
    function offersOf(uint64 auction) external view returns (uint64[] memory offers) {
        Auction memory terms = auctionOf(auction);
        offers = new uint64[](terms.offers);
        uint64 next = terms.first;
        for (uint256 i = 0; i < offers.length; ++i) {
            offers[i] = next;
            next = _offers[next].next;
        }
    }

    /// @inheritdoc IEarlyPayment
    function positionFor(uint64 auction, uint32 ratePpm) external view returns (uint64 hint) {
        return _offers.positionFor(auction, auctionOf(auction).first, ratePpm, 0);
    }

    /// @inheritdoc IEarlyPayment
    function leastRate(uint64 auction, uint64 receivable) external view returns (uint256 ratePpm) {
        Auction memory terms = auctionOf(auction);
        (, uint32 remainingDays) = _remaining(auction, terms, receivable);
        return _leastRate(terms, remainingDays);
    }

    // What a clearing would do

    function _planOf(Auction memory terms) private pure returns (Plan memory plan) {
        plan.payments = new Payment[](terms.offers);
        plan.skips = new Skip[](terms.offers);
        plan.next = terms.first;
    }

    /// @dev Offers whose turn comes now: passed over, or accepted while the money lasts. Amounts are those offered,
    /// prices are not set.
    function _planOn(Plan memory plan, Auction memory terms, uint64 left) private view {
        uint32 day = _pricingDay(terms);
        (plan.accepted, plan.skipped) = (0, 0);
        while (plan.next != 0) {
            uint64 number = plan.next;
            Offer memory made = _offers[number];
            // A lower rate only makes more of it, so that nobody is reached after the first who is not.
            if (_cost(plan, terms, made.ratePpm) >= left) break;
            (bool deliverable, bytes4 reason) = Attempt.ask(abi.encodeCall(this.checkDeliverable, (number)));
            if (deliverable) {
                plan.payments[plan.accepted++] =
                    Payment(number, made.receivable, made.seller, made.amount, 0, made.ratePpm, made.dueDay - day);
            } else {
                plan.skips[plan.skipped++] = Skip(number, reason);
            }
            plan.next = made.next;
        }
        if (!terms.uniform) return;
        for (uint256 i = 0; i < plan.accepted; ++i) {
            plan.payments[i].ratePpm = plan.payments[plan.accepted - 1].ratePpm;
        }
    }

    /// @dev What those accepted so far cost in full, at this rate where there is one for all.
    function _cost(Plan memory plan, Auction memory terms, uint32 ratePpm) private pure returns (uint256 cost) {
        for (uint256 i = 0; i < plan.accepted; ++i) {
            Payment memory payment = plan.payments[i];
            uint32 rate = terms.uniform ? ratePpm : payment.ratePpm;
            cost += EarlyPrice.priceOf(payment.amount, rate, payment.remainingDays, terms.dayCount);
        }
    }

    /// @dev All of it, or as much as the money that is left buys.
    function _fill(Payment memory payment, Auction memory terms, uint64 left) private pure {
        (uint32 rate, uint32 remainingDays) = (payment.ratePpm, payment.remainingDays);
        payment.price = EarlyPrice.priceOf(payment.amount, rate, remainingDays, terms.dayCount);
        if (payment.price <= left) return;
        payment.amount = EarlyPrice.faceFor(left, rate, remainingDays, terms.dayCount);
        payment.price = left;
    }

    function _pay(uint64 auction, Auction memory terms, Payment memory payment) private returns (bool) {
        (bool delivered, bytes4 reason) = Attempt.act(
            abi.encodeCall(
                this.deliver,
                (
                    terms.hold,
                    terms.debtor,
                    payment.receivable,
                    payment.seller,
                    payment.amount,
                    payment.price
                )
            )
        );
        if (!delivered) {
            emit OfferSkipped(auction, payment.offer, reason);
            return false;
        }
        emit OfferPaid(
            auction,
            payment.offer,
            payment.seller,
            payment.receivable,
            payment.amount,
            payment.price,
            payment.ratePpm
        );
        return true;
    }

    // What is asked of auctions and offers

    function _requireTime(uint40 closing, uint64 expiry) private view {
        if (closing <= block.timestamp) revert ClosingPassed(closing, block.timestamp);
        uint256 until = closing + TIME_TO_CLEAR;
        if (expiry != 0 && expiry < until) revert HoldEndsTooSoon(expiry, until);
    }

    /// @dev An auction that is neither over nor lapsed.
    function _running(uint64 auction) private view returns (Auction memory terms) {
        terms = auctionOf(auction);
        if (terms.status != AuctionStatus.Open) revert AuctionOver(auction);
        if (terms.expiry != 0 && block.timestamp > terms.expiry) revert AuctionLapsed(auction, terms.expiry);
    }

    function _takingOffers(uint64 auction) private view returns (Auction memory terms) {
        terms = _running(auction);
        if (block.timestamp >= terms.closing) revert AuctionClosed(auction, terms.closing);
    }

    /// @dev The day of a clearing: today, but not before the closing.
    function _pricingDay(Auction memory terms) private view returns (uint32) {
        return CalendarDay.dayOf(block.timestamp < terms.closing ? terms.closing : block.timestamp);
    }

    /// @dev When a receivable that is paid in this auction is due, and how many days after the closing.
    function _remaining(uint64 auction, Auction memory terms, uint64 receivable)
        private
        view
        returns (uint32 dueDay, uint32 remainingDays)
    {
        ReceivableTerms memory owed = issuance.termsOf(receivable);
        if (owed.programme != terms.programme || owed.debtor != terms.debtor) {
            revert NotPaidEarlyHere(auction, receivable);
        }
        dueDay = owed.dueDay;
        uint32 day = CalendarDay.dayOf(terms.closing);
        if (dueDay <= day) revert NotEarly(receivable, dueDay, day + 1);
        remainingDays = dueDay - day;
    }

    /// @dev A wallet that is not registered has no identity to share.
    function _requireOther(address seller, address debtor) private view {
        address identity = identities.identity(seller);
        if (seller == debtor || identity != address(0) && identity == identities.identity(debtor)) {
            revert OwnDebt(seller, debtor);
        }
    }

    function _requireNotes(uint64 receivable, address seller, uint64 amount) private view {
        INoteSeries series = noteDesk.seriesOf(receivable);
        if (address(series) == address(0)) revert INoteDesk.SeriesNotOpen(receivable);
        uint256 balance = series.balanceOf(seller);
        if (balance < amount) revert IERC20Errors.ERC20InsufficientBalance(seller, balance, amount);
    }

    function _requirePrice(Auction memory terms, uint64 amount, uint32 ratePpm, uint32 remainingDays) private view {
        uint256 leastPpm = _leastRate(terms, remainingDays);
        if (ratePpm < leastPpm) revert RateBelowCurve(ratePpm, leastPpm);
        uint256 discount = BankDiscount.discount(amount, ratePpm, remainingDays, terms.dayCount);
        if (discount >= amount) revert OfferLeavesNothing(amount, discount);
    }

    function _leastRate(Auction memory terms, uint32 remainingDays) private view returns (uint256) {
        uint64 discount = curves.discountOf(terms.programme, LARGEST_AMOUNT, remainingDays);
        return EarlyPrice.leastRate(discount, remainingDays, terms.dayCount);
    }

    /// @dev A person's wallet holds no more than its tier allows; that it is not asked for less than the face can only
    /// pass over what would come too close to the limit.
    function _requireRoom(address seller, uint64 amount) private view {
        (, uint8 tier,) = money.walletOf(seller);
        (uint256 limit,,) = money.limitsOf(tier);
        if (limit == 0) return;
        uint256 balance = IERC20(address(money)).balanceOf(seller) + amount;
        if (balance > limit) revert IECny.BalanceLimitExceeded(seller, balance, limit);
    }
}
