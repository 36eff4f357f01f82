// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ITransferPolicy} from "../../claims/ITransferPolicy.sol";
import {Roles} from "../../registry/Roles.sol";
import {Agents} from "../Agents.sol";
import {IAgentRole, ICompliance, IERC173, IERC3643, IIdentityRegistry} from "../IERC3643.sol";
import {IERC7943Fungible} from "../IERC7943.sol";
import {IIdentities} from "../identity/IIdentities.sol";
import {INoteSeries} from "./INoteSeries.sol";
import {NoteAccount, SeriesState, SeriesStateWord} from "./NoteWord.sol";
import {NoteToken} from "./NoteToken.sol";

/// @title The notes of one receivable, as a clone of this contract.
/// @dev Several calls of one sender can go in one transaction (`multicall`): an order and the transfer that it is for.
contract NoteSeries is NoteToken, Agents, Multicall {
    IAccessManager public immutable authority;
    address public immutable desk;

    address public onchainID;
    string private _name;
    string private _symbol;
    mapping(bytes32 movement => bytes32 order) private _orders;

    modifier onlyDesk() {
        if (msg.sender != desk) revert NotTheNoteDesk(msg.sender);
        _;
    }

    constructor(IAccessManager authority_, address desk_, IIdentities registry) NoteToken(registry) {
        authority = authority_;
        desk = desk_;
    }

    /// @inheritdoc INoteSeries
    function setUp(uint64 receivable_, uint40 closing, address owner_, address agent, address policy)
        external
        onlyDesk
    {
        _state = SeriesStateWord.open(receivable_, closing, policy != address(0));
        if (policy != address(0)) _policy = ITransferPolicy(policy);
        _setOwner(owner_);
        _addAgent(agent);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC20).interfaceId
            || interfaceId == type(IERC20Metadata).interfaceId || interfaceId == type(IERC173).interfaceId
            || interfaceId == type(IAgentRole).interfaceId || interfaceId == type(IERC3643).interfaceId
            || interfaceId == type(IERC7943Fungible).interfaceId;
    }

    // The note desk, which holds the claims

    /// @inheritdoc IERC3643
    function mint(address to, uint256 amount) public onlyDesk {
        SeriesState state = _state;
        _requireOpen(state);
        NoteAccount taker = _requireRecipient(state, to, _accounts[to]);
        _requireAllowed(state, address(0), NoteAccount.wrap(0), to, taker, amount);
        _create(state, to, taker, uint64(amount));
        _complianceUnder(state).created(to, amount);
    }

    /// @inheritdoc IERC3643
    function burn(address holder, uint256 amount) public onlyDesk {
        SeriesState state = _state;
        NoteAccount giver = _accounts[holder];
        _requireOpen(state);
        _requireBalance(holder, giver, amount);
        _requireUnfrozen(holder, giver, amount);
        _requireAllowed(state, holder, giver, address(0), NoteAccount.wrap(0), amount);
        _destroy(state, holder, giver, uint64(amount));
        _complianceUnder(state).destroyed(holder, amount);
    }

    /// @inheritdoc IERC3643
    function batchMint(address[] calldata toList, uint256[] calldata amounts) external {
        _forEach(toList, amounts, mint);
    }

    /// @inheritdoc IERC3643
    function batchBurn(address[] calldata holders, uint256[] calldata amounts) external {
        _forEach(holders, amounts, burn);
    }

    /// @dev Neither a pause nor a module stands between a holder and its money; what is frozen stays held.
    /// @inheritdoc INoteSeries
    function retirePaid(address holder, uint64 amount, uint8 round) external onlyDesk {
        SeriesState state = _state;
        NoteAccount paid = _accounts[holder];
        if (paid.isFrozen()) revert WalletIsFrozen(holder);
        if (paid.frozenAmount() != 0) revert NotesAreFrozen(holder, paid.frozenAmount());
        _requireBalance(holder, paid, amount);
        _destroy(state, holder, paid.withRound(round), amount);
        try _complianceUnder(state).destroyed(holder, amount) {} catch {}
    }

    // Transfer agents

    /// @inheritdoc IERC3643
    function pause() external onlyAgent {
        SeriesState state = _state;
        if (state.isPaused()) revert NotesPaused(address(this));
        _state = state.withPause(true);
        emit Paused(msg.sender);
    }

    /// @inheritdoc IERC3643
    function unpause() external onlyAgent {
        SeriesState state = _state;
        if (!state.isPaused()) revert NotesNotPaused(address(this));
        _state = state.withPause(false);
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IERC3643
    function setAddressFrozen(address wallet, bool freeze) public onlyAgent {
        _accounts[wallet] = _accounts[wallet].withFrozen(freeze);
        emit AddressFrozen(wallet, freeze, msg.sender);
    }

    /// @inheritdoc IERC3643
    function freezePartialTokens(address wallet, uint256 amount) public onlyAgent {
        NoteAccount account = _accounts[wallet];
        if (amount > account.unfrozen()) revert NotEnoughToFreeze(wallet, account.unfrozen(), amount);
        _setFrozen(wallet, account, account.frozenAmount() + uint64(amount));
    }

    /// @inheritdoc IERC3643
    function unfreezePartialTokens(address wallet, uint256 amount) public onlyAgent {
        NoteAccount account = _accounts[wallet];
        uint64 frozen = account.frozenAmount();
        if (amount > frozen) revert NotEnoughFrozen(wallet, frozen, amount);
        _setFrozen(wallet, account, frozen - uint64(amount));
    }

    /// @notice Also more than there is, up to everything: 2^64 − 1 and above are kept as 2^64 − 1.
    /// @inheritdoc IERC7943Fungible
    function setFrozenTokens(address wallet, uint256 amount) external onlyAgent returns (bool) {
        uint64 kept = amount > type(uint64).max ? type(uint64).max : uint64(amount);
        _setFrozen(wallet, _accounts[wallet], kept);
        return true;
    }

    /// @inheritdoc IERC3643
    function batchSetAddressFrozen(address[] calldata wallets, bool[] calldata freeze) external {
        _requireSameLength(wallets.length, freeze.length);
        for (uint256 i = 0; i < wallets.length; ++i) {
            setAddressFrozen(wallets[i], freeze[i]);
        }
    }

    /// @inheritdoc IERC3643
    function batchFreezePartialTokens(address[] calldata wallets, uint256[] calldata amounts) external {
        _forEach(wallets, amounts, freezePartialTokens);
    }

    /// @inheritdoc IERC3643
    function batchUnfreezePartialTokens(address[] calldata wallets, uint256[] calldata amounts) external {
        _forEach(wallets, amounts, unfreezePartialTokens);
    }

    /// @inheritdoc INoteSeries
    function citeOrder(address from, address to, uint256 amount, bytes32 order) external onlyAgent {
        if (order == bytes32(0)) revert OrderWithoutHash();
        _orders[_movement(from, to, amount)] = order;
        emit OrderCited(order, from, to, amount);
    }

    /// @notice On a cited order alone. Frozen notes are unfrozen as far as it takes; whoever gets them is verified.
    /// @inheritdoc IERC3643
    function forcedTransfer(address from, address to, uint256 amount) public onlyAgent returns (bool) {
        _requireNotOperator(msg.sender);
        if (from == to) revert ForcedOntoItself(from);
        bytes32 movement = _movement(from, to, amount);
        bytes32 order = _orders[movement];
        if (order == bytes32(0)) revert NoOrderCited(from, to, amount);
        delete _orders[movement];
        SeriesState state = _state;
        NoteAccount taker = _requireRecipient(state, to, _accounts[to]);
        _requireBalance(from, _accounts[from], amount);
        NoteAccount giver = _unfreezeFor(from, _accounts[from], uint64(amount));
        if (taker.balance() != 0 && taker.round() != giver.round()) revert RoundsDiffer(from, to);
        emit TransferOrdered(order, from, to, amount);
        emit ForcedTransfer(from, to, amount);
        _book(state, from, giver, to, taker, uint64(amount));
        _complianceUnder(state).transferred(from, to, amount);
        return true;
    }

    /// @inheritdoc IERC3643
    function batchForcedTransfer(
        address[] calldata fromList,
        address[] calldata toList,
        uint256[] calldata amounts
    ) external {
        _requireSameLength(fromList.length, toList.length);
        _requireSameLength(fromList.length, amounts.length);
        for (uint256 i = 0; i < fromList.length; ++i) {
            forcedTransfer(fromList[i], toList[i], amounts[i]);
        }
    }

    /// @notice A party that has lost a wallet's key gets its notes, and what is frozen of them, in another wallet of the
    /// same identity.
    /// @inheritdoc IERC3643
    function recoveryAddress(address lostWallet, address newWallet, address identity)
        external
        onlyAgent
        returns (bool)
    {
        _requireNotOperator(msg.sender);
        SeriesState state = _state;
        IIdentityRegistry registry = _registryUnder(state);
        if (lostWallet == newWallet) revert ForcedOntoItself(lostWallet);
        if (registry.identity(lostWallet) != identity) revert IdentityDiffers(lostWallet, identity);
        if (registry.identity(newWallet) != identity) revert IdentityDiffers(newWallet, identity);
        NoteAccount lost = _accounts[lostWallet];
        NoteAccount taker = _requireRecipient(state, newWallet, _accounts[newWallet]);
        if (lost.balance() == 0) revert NothingToRecover(lostWallet);
        if (taker.balance() != 0 && taker.round() != lost.round()) revert RoundsDiffer(lostWallet, newWallet);
        uint64 amount = lost.balance();
        uint64 frozen = lost.frozenAmount();
        if (frozen != 0) {
            lost = _setFrozen(lostWallet, lost, 0);
            taker = _setFrozen(newWallet, taker, _added(taker.frozenAmount(), frozen));
        }
        emit RecoverySuccess(lostWallet, newWallet, identity);
        _book(state, lostWallet, lost, newWallet, taker, amount);
        if (lost.isFrozen()) {
            _accounts[newWallet] = _accounts[newWallet].withFrozen(true);
            emit AddressFrozen(newWallet, true, msg.sender);
        }
        _complianceUnder(state).transferred(lostWallet, newWallet, amount);
        return true;
    }

    // The owner

    /// @inheritdoc IERC3643
    function setName(string calldata name_) external onlyOwner {
        _name = name_;
        _tellInformation();
    }

    /// @inheritdoc IERC3643
    function setSymbol(string calldata symbol_) external onlyOwner {
        _symbol = symbol_;
        _tellInformation();
    }

    /// @inheritdoc IERC3643
    function setOnchainID(address onchainID_) external onlyOwner {
        onchainID = onchainID_;
        _tellInformation();
    }

    /// @inheritdoc IERC3643
    function setIdentityRegistry(address registry) external onlyOwner {
        _requireContract(registry);
        _ownRegistry = IIdentityRegistry(registry);
        _state = _state.withOwnRegistry();
        emit IdentityRegistryAdded(registry);
    }

    /// @inheritdoc IERC3643
    function setCompliance(address compliance_) external onlyOwner {
        _requireContract(compliance_);
        _ownCompliance = ICompliance(compliance_);
        _state = _state.withOwnCompliance();
        emit ComplianceAdded(compliance_);
    }

    // What there is

    /// @inheritdoc IERC20Metadata
    function name() public view returns (string memory) {
        if (bytes(_name).length != 0) return _name;
        return string.concat("Tallystick note on receivable ", Strings.toString(_state.receivable()));
    }

    /// @inheritdoc IERC20Metadata
    function symbol() public view returns (string memory) {
        if (bytes(_symbol).length != 0) return _symbol;
        return string.concat("TN", Strings.toString(_state.receivable()));
    }

    /// @inheritdoc IERC20Metadata
    function decimals() public pure returns (uint8) {
        return 2;
    }

    /// @inheritdoc IERC3643
    function version() public pure returns (string memory) {
        return "1";
    }

    /// @inheritdoc IERC3643
    function paused() external view returns (bool) {
        return _state.isPaused();
    }

    /// @inheritdoc IERC3643
    function isFrozen(address wallet) external view returns (bool) {
        return _accounts[wallet].isFrozen();
    }

    /// @inheritdoc IERC3643
    function getFrozenTokens(address wallet) external view returns (uint256) {
        return _accounts[wallet].frozenAmount();
    }

    /// @inheritdoc INoteSeries
    function holderWord(address holder) external view returns (uint256) {
        return NoteAccount.unwrap(_accounts[holder]);
    }

    /// @inheritdoc INoteSeries
    function seriesState() external view returns (uint256) {
        return SeriesState.unwrap(_state);
    }

    /// @inheritdoc INoteSeries
    function underlyingReceivable() external view returns (uint64) {
        return _state.receivable();
    }

    function _forEach(
        address[] calldata wallets,
        uint256[] calldata amounts,
        function(address, uint256) internal act
    ) private {
        _requireSameLength(wallets.length, amounts.length);
        for (uint256 i = 0; i < wallets.length; ++i) {
            act(wallets[i], amounts[i]);
        }
    }

    /// @dev Whoever opens accounts and pauses receivables never moves what others hold.
    function _addAgent(address agent) internal override {
        _requireNotOperator(agent);
        super._addAgent(agent);
    }

    function _requireNotOperator(address account) private view {
        (bool operates,) = authority.hasRole(Roles.OPERATOR, account);
        if (operates) revert OperatorIsNoAgent(account);
    }

    /// @dev Unfreezes no more than it takes to move `amount`.
    function _unfreezeFor(address wallet, NoteAccount account, uint64 amount) private returns (NoteAccount) {
        if (amount <= account.unfrozen()) return account;
        return _setFrozen(wallet, account, account.balance() - amount);
    }

    /// @dev Both standards' listeners are told.
    function _setFrozen(address wallet, NoteAccount account, uint64 frozen) private returns (NoteAccount changed) {
        uint64 before = account.frozenAmount();
        changed = account.withFrozenAmount(frozen);
        _accounts[wallet] = changed;
        emit Frozen(wallet, frozen);
        if (frozen > before) emit TokensFrozen(wallet, frozen - before);
        else emit TokensUnfrozen(wallet, before - frozen);
    }

    function _added(uint64 first, uint64 second) private pure returns (uint64) {
        return first > type(uint64).max - second ? type(uint64).max : first + second;
    }

    function _requireContract(address target) private view {
        if (target.code.length == 0) revert NotAContract(target);
    }

    function _movement(address from, address to, uint256 amount) private pure returns (bytes32) {
        return keccak256(abi.encode(from, to, amount));
    }

    function _tellInformation() private {
        emit UpdatedTokenInformation(name(), symbol(), decimals(), version(), onchainID);
    }
}
