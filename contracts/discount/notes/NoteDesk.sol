// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Claim} from "../../claims/ClaimWord.sol";
import {ClaimBook} from "../../claims/ClaimBook.sol";
import {ClaimRestraints} from "../../claims/ClaimRestraints.sol";
import {IDesk} from "../../claims/IDesk.sol";
import {IERC3525Receiver} from "../../claims/IERC3525.sol";
import {IIssuance, ReceivableTerms} from "../../claims/IIssuance.sol";
import {IReceivableLedger} from "../../claims/IReceivableLedger.sol";
import {Account} from "../../registry/AccountWord.sol";
import {CalendarDay} from "../../registry/CalendarDay.sol";
import {IAccounts} from "../../registry/IAccounts.sol";
import {IProgrammeRegistry} from "../../registry/IProgrammeRegistry.sol";
import {CurrencyNotSettled, HOME} from "../../registry/Money.sol";
import {Roles} from "../../registry/Roles.sol";
import {ISettlement, Share} from "../../settlement/ISettlement.sol";
import {Agents} from "../Agents.sol";
import {INoteCompliance, ModuleSetting} from "../compliance/INoteCompliance.sol";
import {NoteCompliance} from "../compliance/NoteCompliance.sol";
import {INoteDesk} from "./INoteDesk.sol";
import {INoteSeries} from "./INoteSeries.sol";
import {NoteAccount} from "./NoteWord.sol";

/// @title The desk through which holders wrap their claims.
/// @dev Modules of an offering are somebody else's code and are called while notes are burnt, hence the guard.
contract NoteDesk is INoteDesk, IERC3525Receiver, ERC165, AccessManaged, ReentrancyGuardTransient {
    IProgrammeRegistry public immutable programmes;
    IReceivableLedger public immutable ledger;
    IIssuance public immutable issuance;
    ISettlement public immutable settlement;
    /// @notice What every series is a clone of.
    address public immutable implementation;

    /// @inheritdoc INoteDesk
    mapping(uint64 receivable => INoteSeries) public seriesOf;
    /// @inheritdoc INoteDesk
    mapping(uint32 programme => INoteCompliance) public complianceOf;
    /// @inheritdoc INoteDesk
    mapping(uint32 programme => address) public agentOf;

    constructor(
        address authority,
        IProgrammeRegistry programmes_,
        IReceivableLedger ledger_,
        IIssuance issuance_,
        ISettlement settlement_,
        address implementation_
    ) AccessManaged(authority) {
        programmes = programmes_;
        ledger = ledger_;
        issuance = issuance_;
        settlement = settlement_;
        implementation = implementation_;
    }

    /// @inheritdoc INoteDesk
    function openOffering(uint32 programme, address agent, ModuleSetting[] calldata modules)
        external
        restricted
        returns (INoteCompliance compliance)
    {
        if (!programmes.programmeOf(programme).tokenOffering) revert TokensNotOffered(programme);
        if (address(complianceOf[programme]) != address(0)) revert OfferingIsOpen(programme);
        compliance = new NoteCompliance(msg.sender, modules);
        complianceOf[programme] = compliance;
        emit OfferingOpened(programme, compliance, msg.sender);
        _nameAgent(programme, agent);
    }

    /// @inheritdoc INoteDesk
    function nameAgent(uint32 programme, address agent) external restricted {
        if (address(complianceOf[programme]) == address(0)) revert OfferingNotOpen(programme);
        _nameAgent(programme, agent);
    }

    /// @inheritdoc INoteDesk
    function openSeries(uint64 receivable) external returns (INoteSeries) {
        if (address(seriesOf[receivable]) != address(0)) revert SeriesIsOpen(receivable);
        return _openSeries(receivable);
    }

    /// @notice Wraps value of a claim: its holder gets as many notes. `terms` is empty.
    /// @inheritdoc IDesk
    function onSale(address seller, uint256 claim, uint256, uint64 value, bytes calldata)
        external
        nonReentrant
        returns (address buyer, uint64 agreement)
    {
        if (msg.sender != address(ledger)) revert NotTheLedger(msg.sender);
        uint64 receivable = uint64(claim >> 64);
        // Wrapped claims are put together and taken apart, which one with recourse cannot be.
        if (_wordOf(claim).hasRecourse()) revert ClaimBook.ClaimCarriesRecourse(claim);
        INoteSeries series = seriesOf[receivable];
        if (address(series) == address(0)) series = _openSeries(receivable);
        emit Wrapped(receivable, claim, seller, value);
        series.mint(seller, value);
        return (address(this), 0);
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC3525Receiver).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @notice Value that comes by itself is refused: nobody would have notes for it.
    /// @inheritdoc IERC3525Receiver
    function onERC3525Received(address, uint256, uint256, uint256, bytes calldata) external pure returns (bytes4) {
        return 0;
    }

    /// @inheritdoc IDesk
    function onPledge(address, uint256 claim, uint256, uint64, uint256, bytes calldata) external pure returns (uint64) {
        revert NotesCannotBePledged(claim);
    }

    /// @notice Nothing that is tied to this desk is collected: it ties nothing.
    /// @inheritdoc IDesk
    function onCollection(uint256, address, uint64, uint32) external view returns (address, uint64) {
        revert NotTheSettlement(msg.sender);
    }

    /// @inheritdoc INoteDesk
    function unwrap(uint256 claim, uint64 value) external nonReentrant returns (uint256 into) {
        _wrapped(claim);
        uint64 receivable = uint64(claim >> 64);
        if (value == 0) revert AmountMissing();
        seriesOf[receivable].burn(msg.sender, value);
        // Whatever modules have called may have called back: what is taken from is what is there now.
        Claim word = _wrapped(claim);
        if (value > word.value()) revert ClaimBook.ValueExceeded(claim, word.value(), value);
        if (value == word.value()) {
            into = claim;
            ledger.transferFrom(address(this), msg.sender, claim);
        } else {
            into = ledger.transferFrom(claim, msg.sender, value);
        }
        emit Unwrapped(receivable, into, msg.sender, value);
    }

    /// @inheritdoc INoteDesk
    function consolidate(uint256[] calldata claims, uint256 into) external nonReentrant {
        ledger.merge(claims, into);
    }

    /// @inheritdoc INoteDesk
    function collect(uint256[] calldata claims, address[] calldata holders) external nonReentrant {
        if (holders.length == 0) revert NoHoldersNamed();
        INoteSeries series = _allWrapped(claims);
        Share[] memory shares = new Share[](holders.length);
        for (uint256 i = 0; i < holders.length; ++i) {
            address holder = holders[i];
            if (i != 0 && holder <= holders[i - 1]) revert HoldersOutOfOrder(holder, holders[i - 1]);
            if (Account.wrap(ledger.accountWord(holder)).isSuspended()) {
                revert IAccounts.AccountIsSuspended(holder);
            }
            NoteAccount account = NoteAccount.wrap(series.holderWord(holder));
            shares[i] = Share(holder, account.balance(), account.round());
        }
        (uint64[] memory retired, uint8 rounds) = settlement.collectFor(claims, shares);
        for (uint256 i = 0; i < holders.length; ++i) {
            series.retirePaid(holders[i], retired[i], rounds);
        }
    }

    /// @dev Named are all the claims that a series stands on, by the sum of what they are worth.
    function _allWrapped(uint256[] calldata claims) private view returns (INoteSeries series) {
        if (claims.length == 0) revert ClaimsNotAllNamed(0, 0, 0);
        uint64 receivable = uint64(claims[0] >> 64);
        series = seriesOf[receivable];
        if (address(series) == address(0)) revert SeriesNotOpen(receivable);
        uint256 sum;
        for (uint256 i = 0; i < claims.length; ++i) {
            if (i != 0 && claims[i] <= claims[i - 1]) revert ClaimsOutOfOrder(claims[i], claims[i - 1]);
            if (uint64(claims[i] >> 64) != receivable) revert ClaimNotWrapped(claims[i]);
            sum += _wrapped(claims[i]).value();
        }
        uint256 supply = series.totalSupply();
        if (sum != supply) revert ClaimsNotAllNamed(receivable, supply, sum);
    }

    function _openSeries(uint64 receivable) private returns (INoteSeries series) {
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        // Before it is minted nobody can tell whether it has a policy.
        if (ledger.receivableWord(receivable) == 0) revert ClaimRestraints.ReceivableNotMinted(receivable);
        bytes3 currency = programmes.currencyOf(terms.programme);
        if (currency != HOME) revert CurrencyNotSettled(receivable, currency);
        INoteCompliance compliance = complianceOf[terms.programme];
        if (address(compliance) == address(0)) revert OfferingNotOpen(terms.programme);
        series = INoteSeries(
            Clones.cloneDeterministicWithImmutableArgs(
                implementation, abi.encodePacked(compliance), bytes32(uint256(receivable))
            )
        );
        seriesOf[receivable] = series;
        uint40 closing = uint40(CalendarDay.endOf(terms.dueDay));
        emit SeriesOpened(series, receivable, closing);
        compliance.bindToken(address(series));
        series.setUp(
            receivable,
            closing,
            compliance.owner(),
            agentOf[terms.programme],
            ledger.policyOf(receivable)
        );
    }

    /// @dev Whoever opens accounts and pauses receivables never moves what others hold; no series would take it.
    function _nameAgent(uint32 programme, address agent) private {
        if (agent == address(0)) revert Agents.InvalidAgent(agent);
        (bool operates,) = IAccessManager(authority()).hasRole(Roles.OPERATOR, agent);
        if (operates) revert INoteSeries.OperatorIsNoAgent(agent);
        agentOf[programme] = agent;
        emit AgentNamed(programme, agent);
    }

    function _wrapped(uint256 claim) private view returns (Claim word) {
        word = _wordOf(claim);
        if (word.owner() != address(this)) revert ClaimNotWrapped(claim);
    }

    function _wordOf(uint256 claim) private view returns (Claim word) {
        if (claim >> 128 == 0) word = Claim.wrap(ledger.claimWords(uint64(claim >> 64), uint64(claim), 1)[0]);
    }
}
