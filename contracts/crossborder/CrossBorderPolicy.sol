// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IIssuance, ReceivableStatus, ReceivableTerms} from "../claims/IIssuance.sol";
import {ITransferPolicy} from "../claims/ITransferPolicy.sol";
import {CountryModule} from "../discount/compliance/CountryModule.sol";
import {IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {HOME, LARGEST_AMOUNT} from "../registry/Money.sol";
import {Orders} from "../registry/Orders.sol";
import {IReleasePolicy} from "../settlement/IReleasePolicy.sol";
import {ICrossBorderPolicy, Limits, Owner} from "./ICrossBorderPolicy.sol";
import {IMilestones, Milestone} from "./IMilestones.sol";

/// @title The policy of the cross-border programmes of this deployment.
contract CrossBorderPolicy is ICrossBorderPolicy, AccessManaged, ERC165 {
    using Checkpoints for Checkpoints.Trace208;
    using SlotDerivation for bytes32;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.Uint256Slot;

    uint32 private constant LONGEST_WINDOW = 3_660 days;
    /// @dev Under it, by programme, what has moved in this transaction so far.
    bytes32 private constant MOVED = keccak256("tallystick.crossborder.moved");

    IProgrammeRegistry public immutable programmes;
    IIssuance public immutable issuance;
    address public immutable ledger;
    address public immutable settlement;
    IMilestones public immutable milestones;
    CountryModule public immutable countries;

    mapping(uint32 programme => Limits) private _limits;
    mapping(uint32 programme => mapping(uint32 purpose => bool)) public isPurposeAllowed;
    mapping(address wallet => Owner) private _owners;
    mapping(uint64 receivable => uint32) public purposeOf;
    mapping(uint64 receivable => bool) private _committed;
    /// @dev All that a group has got so far, by when it got it.
    mapping(uint32 programme => mapping(bytes30 group => Checkpoints.Trace208)) private _got;
    Orders private _suspensions;

    constructor(
        address authority,
        IProgrammeRegistry programmes_,
        IIssuance issuance_,
        address ledger_,
        address settlement_,
        IMilestones milestones_,
        CountryModule countries_
    ) AccessManaged(authority) {
        programmes = programmes_;
        issuance = issuance_;
        ledger = ledger_;
        settlement = settlement_;
        milestones = milestones_;
        countries = countries_;
    }

    /// @inheritdoc ICrossBorderPolicy
    function setLimits(uint32 programme, Limits calldata limits) external restricted {
        if (programmes.currencyOf(programme) == HOME) revert CurrencyIsHome(programme);
        if (
            limits.transactionCap == 0 || limits.transactionCap > LARGEST_AMOUNT || limits.windowCap == 0
                || limits.windowCap > LARGEST_AMOUNT || limits.window == 0 || limits.window > LONGEST_WINDOW || limits.countries == 0 || limits.countries > countries.lists()
        ) revert LimitsIncomplete(programme);
        _limits[programme] = limits;
        emit LimitsSet(programme, limits);
    }

    /// @inheritdoc ICrossBorderPolicy
    function allowPurpose(uint32 programme, uint32 purpose, bool allowed) external restricted {
        programmes.currencyOf(programme);
        if (purpose == 0) revert PurposeNotAllowed(programme, purpose);
        isPurposeAllowed[programme][purpose] = allowed;
        emit PurposeAllowed(programme, purpose, allowed);
    }

    /// @inheritdoc ICrossBorderPolicy
    function admit(address wallet, Owner calldata owner) external restricted {
        if (wallet == address(0) || (owner.group == 0) != (owner.country == 0)) revert OwnerIncomplete(wallet);
        _owners[wallet] = owner;
        emit WalletAdmitted(wallet, owner.group, owner.country);
    }

    /// @inheritdoc ICrossBorderPolicy
    function declarePurpose(uint64 receivable, uint32 purpose) external {
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        if (msg.sender != terms.debtor) revert IIssuance.NotTheDebtor(receivable, msg.sender);
        if (terms.status != ReceivableStatus.Offered) revert IIssuance.ReceivableNotOffered(receivable);
        if (!isPurposeAllowed[terms.programme][purpose]) revert PurposeNotAllowed(terms.programme, purpose);
        if (purposeOf[receivable] != 0) revert PurposeStands(receivable, purposeOf[receivable]);
        purposeOf[receivable] = purpose;
        emit PurposeDeclared(receivable, purpose);
    }

    /// @inheritdoc ICrossBorderPolicy
    function suspendProgramme(uint32 programme, bytes32 order) external restricted {
        programmes.currencyOf(programme);
        _suspensions.impose(programme, order);
        emit ProgrammeSuspended(programme, msg.sender, order);
    }

    /// @inheritdoc ICrossBorderPolicy
    function resumeProgramme(uint32 programme) external restricted {
        (bytes32 order,) = _suspensions.lift(programme);
        emit ProgrammeResumed(programme, msg.sender, order);
    }

    /// @inheritdoc ITransferPolicy
    function onTransfer(address, uint64 receivable, address from, address to, uint64 value) external {
        if (msg.sender != ledger) revert NotTheLedger(msg.sender);
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        Limits memory limits = _open(terms.programme);
        Owner memory giver = _admitted(from, limits.countries);
        Owner memory taker = _admitted(to, limits.countries);
        uint32 purpose = purposeOf[receivable];
        if (purpose == 0) revert PurposeNotDeclared(receivable);
        if (!_committed[receivable]) {
            // The first movement of all is that the creditor accepts.
            _committed[receivable] = true;
            emit Committed(receivable, from, to, giver.group, taker.group, value, purpose);
            return;
        }
        _count(terms.programme, limits, giver.group, taker.group, value);
        emit Crossed(receivable, from, to, giver.group, taker.group, value, purpose);
    }

    /// @inheritdoc IReleasePolicy
    function releasable(uint64 receivable, address payee) external view returns (uint64) {
        (uint32 programme, Limits memory limits, Owner memory taker) = _payable(receivable, payee);
        uint256 moved = _movedNow(programme).tload();
        if (moved >= limits.transactionCap) {
            revert TransactionCapExceeded(programme, moved, 1, limits.transactionCap);
        }
        uint256 got = _gotInWindow(programme, taker.group, limits.window);
        if (got >= limits.windowCap) revert WindowCapExceeded(programme, 1, limits.windowCap);
        uint256 inTransaction = limits.transactionCap - moved;
        uint256 inWindow = limits.windowCap - got;
        return uint64(inTransaction < inWindow ? inTransaction : inWindow);
    }

    /// @inheritdoc IReleasePolicy
    function onRelease(uint64 receivable, address payee, uint64 amount, uint64 money) external {
        if (msg.sender != settlement) revert NotTheSettlement(msg.sender);
        (uint32 programme, Limits memory limits, Owner memory taker) = _payable(receivable, payee);
        _count(programme, limits, 0, taker.group, amount);
        emit Released(receivable, payee, taker.group, amount, money, purposeOf[receivable]);
    }

    /// @dev Asked when a programme is opened under this policy.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IReleasePolicy).interfaceId || interfaceId == type(ITransferPolicy).interfaceId
            || super.supportsInterface(interfaceId);
    }

    /// @inheritdoc ICrossBorderPolicy
    function limitsOf(uint32 programme) public view returns (Limits memory limits) {
        limits = _limits[programme];
        if (limits.window == 0) revert ProgrammeWithoutLimits(programme);
    }

    /// @inheritdoc ICrossBorderPolicy
    function ownerOf(address wallet) external view returns (Owner memory) {
        return _owners[wallet];
    }

    /// @inheritdoc ICrossBorderPolicy
    function movedInWindow(uint32 programme, bytes30 group) external view returns (uint256) {
        return _gotInWindow(programme, group, limitsOf(programme).window);
    }

    /// @inheritdoc ICrossBorderPolicy
    function suspensionOf(uint32 programme, address authority) external view returns (bytes32) {
        return _suspensions.orders[programme][authority];
    }

    /// @dev What a group passes on to itself moves in the transaction all the same.
    function _count(uint32 programme, Limits memory limits, bytes30 giver, bytes30 taker, uint64 amount) private {
        TransientSlot.Uint256Slot slot = _movedNow(programme);
        uint256 moved = slot.tload();
        if (moved + amount > limits.transactionCap) {
            revert TransactionCapExceeded(programme, moved, amount, limits.transactionCap);
        }
        slot.tstore(moved + amount);
        if (giver == taker) return;
        uint256 got = _gotInWindow(programme, taker, limits.window);
        if (got + amount > limits.windowCap) revert WindowCapExceeded(programme, amount, limits.windowCap);
        Checkpoints.Trace208 storage history = _got[programme][taker];
        history.push(uint48(block.timestamp), history.latest() + amount);
    }

    /// @dev Within the seconds of the window up to now, this one included.
    function _gotInWindow(uint32 programme, bytes30 group, uint32 window) private view returns (uint256) {
        Checkpoints.Trace208 storage history = _got[programme][group];
        return history.latest() - history.upperLookupRecent(uint48(block.timestamp - window));
    }

    function _payable(uint64 receivable, address payee)
        private
        view
        returns (uint32 programme, Limits memory limits, Owner memory taker)
    {
        programme = issuance.termsOf(receivable).programme;
        limits = _open(programme);
        taker = _admitted(payee, limits.countries);
        (Milestone reached,) = milestones.reachedBy(receivable);
        if (reached < limits.releasedAt) revert NotReleased(receivable, reached, limits.releasedAt);
    }

    function _open(uint32 programme) private view returns (Limits memory limits) {
        limits = limitsOf(programme);
        if (_suspensions.standing[programme] != 0) revert ProgrammeIsSuspended(programme);
    }

    function _admitted(address wallet, uint80 list) private view returns (Owner memory owner) {
        owner = _owners[wallet];
        if (owner.group == 0) revert WalletNotAdmitted(wallet);
        if (!countries.isListed(list, owner.country)) revert CountryNotListed(wallet, owner.country);
    }

    function _movedNow(uint32 programme) private pure returns (TransientSlot.Uint256Slot) {
        return MOVED.deriveMapping(uint256(programme)).asUint256();
    }
}
