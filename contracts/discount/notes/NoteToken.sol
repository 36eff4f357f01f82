// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ITransferPolicy} from "../../claims/ITransferPolicy.sol";
import {IAccounts} from "../../registry/IAccounts.sol";
import {Movement} from "../compliance/IComplianceModule.sol";
import {INoteCompliance} from "../compliance/INoteCompliance.sol";
import {ICompliance, IERC3643, IIdentityRegistry} from "../IERC3643.sol";
import {IERC7943Fungible} from "../IERC7943.sol";
import {IIdentities} from "../identity/IIdentities.sol";
import {INoteSeries} from "./INoteSeries.sol";
import {NoteAccount, SeriesState} from "./NoteWord.sol";

/// @title Balances of notes, and what a transfer has to keep to.
/// @dev The registry and the compliance contract come with the code – of all series, and of this clone – until the owner
/// names others, so that a transfer reads one word of the series besides those of giver and taker.
abstract contract NoteToken is INoteSeries, IERC20Errors {
    /// @dev Where a clone's own data begins: behind the 45 bytes that it is made of (ERC-1167).
    uint256 private constant CLONE_SIZE = 45;

    IIdentities private immutable _defaultRegistry;

    SeriesState internal _state;
    mapping(address holder => NoteAccount) internal _accounts;
    mapping(address owner => mapping(address spender => uint256)) private _allowances;
    IIdentityRegistry internal _ownRegistry;
    ICompliance internal _ownCompliance;
    ITransferPolicy internal _policy;

    constructor(IIdentities registry) {
        _defaultRegistry = registry;
    }

    // ERC-20

    /// @inheritdoc IERC20
    function totalSupply() external view returns (uint256) {
        return _state.supply();
    }

    /// @inheritdoc IERC20
    function balanceOf(address holder) external view returns (uint256) {
        return _accounts[holder].balance();
    }

    /// @inheritdoc IERC20
    function allowance(address holder, address spender) external view returns (uint256) {
        return _allowances[holder][spender];
    }

    /// @inheritdoc IERC20
    function approve(address spender, uint256 amount) external returns (bool) {
        if (spender == address(0)) revert ERC20InvalidSpender(spender);
        _setAllowance(msg.sender, spender, amount);
        return true;
    }

    /// @inheritdoc IERC20
    function transfer(address to, uint256 amount) external returns (bool) {
        _transfer(msg.sender, to, amount);
        return true;
    }

    /// @notice An allowance of the largest number is unlimited and is not spent.
    /// @inheritdoc IERC20
    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = _allowances[from][msg.sender];
        if (allowed < amount) revert ERC20InsufficientAllowance(msg.sender, allowed, amount);
        if (allowed != type(uint256).max) _setAllowance(from, msg.sender, allowed - amount);
        _transfer(from, to, amount);
        return true;
    }

    /// @inheritdoc IERC3643
    function batchTransfer(address[] calldata toList, uint256[] calldata amounts) external {
        _requireSameLength(toList.length, amounts.length);
        for (uint256 i = 0; i < toList.length; ++i) {
            _transfer(msg.sender, toList[i], amounts[i]);
        }
    }

    // What a transfer would meet with

    /// @inheritdoc INoteSeries
    function checkTransfer(address from, address to, uint256 amount) external view {
        _requireBalance(from, _accounts[from], amount);
        checkTransferRules(from, to, amount);
    }

    /// @notice What is not a matter of having enough.
    function checkTransferRules(address from, address to, uint256 amount) public view {
        _requirePermitted(_state, from, _accounts[from], to, _accounts[to], amount);
    }

    /// @inheritdoc IERC7943Fungible
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed) {
        try this.checkTransferRules(from, to, amount) {
            return true;
        } catch {
            return false;
        }
    }

    /// @inheritdoc IERC7943Fungible
    function canSend(address account) external view returns (bool) {
        try this.checkHolder(account) {
            return true;
        } catch {
            return false;
        }
    }

    /// @inheritdoc IERC7943Fungible
    function canReceive(address account) external view returns (bool) {
        try this.checkRecipient(account) {
            return true;
        } catch {
            return false;
        }
    }

    /// @notice Reverts with the reason where a holder could give none of its notes, whoever gets them.
    function checkHolder(address account) external view {
        NoteAccount giver = _accounts[account];
        if (giver.isFrozen()) revert WalletIsFrozen(account);
        _requireGiver(_state, _defaultRegistry.era(), account, giver);
    }

    /// @notice Reverts with the reason where a wallet could not get notes, whoever gives them.
    function checkRecipient(address account) external view {
        _requireRecipient(_state, account, _accounts[account]);
    }

    /// @inheritdoc INoteSeries
    function plannedMovement(address from, address to, uint256 amount) external view returns (Movement memory) {
        SeriesState state = _state;
        uint16 country = _registryUnder(state).investorCountry(to);
        NoteAccount taker = _accounts[to].withStanding(0, 0, country);
        return _movementOf(state, from, _accounts[from], to, taker, amount);
    }

    /// @inheritdoc IERC3643
    function identityRegistry() external view returns (IIdentityRegistry) {
        return _registryUnder(_state);
    }

    /// @inheritdoc IERC3643
    function compliance() external view returns (ICompliance) {
        return _complianceUnder(_state);
    }

    function _transfer(address from, address to, uint256 amount) private {
        SeriesState state = _state;
        NoteAccount giver = _accounts[from];
        NoteAccount taker = _accounts[to];
        _requireBalance(from, giver, amount);
        bool tell;
        (giver, taker, tell) = _requirePermitted(state, from, giver, to, taker, amount);
        _book(state, from, giver, to, taker, uint64(amount));
        if (tell) _complianceUnder(state).transferred(from, to, amount);
        _askPolicy(state, from, to, amount);
    }

    /// @dev The caller has seen to it that so much is there and may be moved.
    function _book(
        SeriesState state,
        address from,
        NoteAccount giver,
        address to,
        NoteAccount taker,
        uint64 amount
    ) internal {
        emit Transfer(from, to, amount);
        if (amount == 0 || from == to) return;
        SeriesState counted = state;
        if (taker.balance() == 0) {
            counted = counted.withOneMore();
            taker = taker.withRound(giver.round());
        }
        giver = giver.less(amount);
        if (giver.balance() == 0) counted = counted.withOneLess();
        if (SeriesState.unwrap(counted) != SeriesState.unwrap(state)) _state = counted;
        _accounts[from] = giver;
        _accounts[to] = taker.more(amount);
    }

    function _create(SeriesState state, address to, NoteAccount taker, uint64 amount) internal {
        _state = (taker.balance() == 0 ? state.withOneMore() : state).minted(amount);
        _accounts[to] = taker.more(amount);
        emit Transfer(address(0), to, amount);
    }

    function _destroy(SeriesState state, address from, NoteAccount giver, uint64 amount) internal {
        giver = giver.less(amount);
        _state = (giver.balance() == 0 ? state.withOneLess() : state).burnt(amount);
        _accounts[from] = giver;
        emit Transfer(from, address(0), amount);
    }

    function _askPolicy(SeriesState state, address from, address to, uint256 amount) internal {
        if (!state.hasPolicy() || from == to) return;
        _policy.onTransfer(msg.sender, state.receivable(), from, to, uint64(amount));
    }

    function _requireBalance(address from, NoteAccount giver, uint256 amount) internal pure {
        if (amount > giver.balance()) revert ERC20InsufficientBalance(from, giver.balance(), amount);
    }

    /// @dev In the order in which a holder would want to be told. Modules of this house say why they refuse; a compliance
    /// contract from elsewhere only says no.
    /// @return gives the giver with its standing
    /// @return gets the taker with its standing
    /// @return tell whether compliance has to be told when balances have changed
    function _requirePermitted(
        SeriesState state,
        address from,
        NoteAccount giver,
        address to,
        NoteAccount taker,
        uint256 amount
    ) private view returns (NoteAccount gives, NoteAccount gets, bool tell) {
        _requireOpen(state);
        _requireUnfrozen(from, giver, amount);
        gets = _requireRecipient(state, to, taker);
        gives = _requireGiver(state, gets.era(), from, giver);
        tell = _requireAllowed(state, from, giver, to, gets, amount);
    }

    /// @dev Modules of this house are asked whatever notes do; a compliance contract from elsewhere is asked what the
    /// standard has it asked, which is not about burning.
    /// @return tell whether compliance has to be told when balances have changed
    function _requireAllowed(
        SeriesState state,
        address from,
        NoteAccount giver,
        address to,
        NoteAccount taker,
        uint256 amount
    ) internal view returns (bool tell) {
        if (!state.hasOwnCompliance()) {
            return _defaultCompliance().requireAllowed(_movementOf(state, from, giver, to, taker, amount));
        }
        if (to != address(0) && !_ownCompliance.canTransfer(from, to, amount)) {
            revert ERC7943CannotTransfer(from, to, amount);
        }
        return true;
    }

    function _movementOf(
        SeriesState state,
        address from,
        NoteAccount giver,
        address to,
        NoteAccount taker,
        uint256 amount
    ) private view returns (Movement memory) {
        return Movement({
            token: address(this),
            from: from,
            to: to,
            amount: amount,
            fromBalance: giver.balance(),
            toBalance: taker.balance(),
            holders: state.holders(),
            toCountry: taker.country()
        });
    }

    /// @dev Neither paused nor past the due date, when shares of the settlement's rounds are fixed.
    function _requireOpen(SeriesState state) internal view {
        if (state.isPaused()) revert NotesPaused(address(this));
        _requireBooksOpen(state);
    }

    function _requireBooksOpen(SeriesState state) internal view {
        if (block.timestamp >= state.closesAt()) revert NotesClosed(address(this), state.closesAt());
    }

    function _requireUnfrozen(address from, NoteAccount giver, uint256 amount) internal pure {
        if (giver.isFree()) return;
        if (giver.isFrozen()) revert WalletIsFrozen(from);
        if (amount > giver.unfrozen()) {
            revert ERC7943InsufficientUnfrozenBalance(from, amount, giver.unfrozen());
        }
    }

    /// @dev What the registry has said of a holder is kept in the holder's word and holds as long as the registry's era:
    /// whatever takes somebody's standing away begins another.
    /// @return known the taker with its standing of today
    function _requireRecipient(SeriesState state, address to, NoteAccount taker)
        internal
        view
        returns (NoteAccount known)
    {
        if (taker.isFrozen()) revert WalletIsFrozen(to);
        if (state.hasOwnRegistry()) {
            // Whatever such a registry says: what nobody has would not be counted in the supply.
            if (to == address(0) || !_ownRegistry.isVerified(to)) revert NotVerified(to);
            return taker.withStanding(0, 0, _ownRegistry.investorCountry(to));
        }
        if (block.timestamp < taker.until() && taker.era() == _defaultRegistry.era()) return taker;
        (uint40 until, uint32 found, uint16 country, bool suspended) = _defaultRegistry.standingOf(to);
        if (suspended) revert IAccounts.AccountIsSuspended(to);
        if (block.timestamp >= until) revert NotVerified(to);
        return taker.withStanding(until, found, country);
    }

    /// @dev Whoever has notes may give them away, verified or not, unless an authority has suspended it.
    /// @param era today's
    /// @return known the giver with its standing of today
    function _requireGiver(SeriesState state, uint32 era, address from, NoteAccount giver)
        private
        view
        returns (NoteAccount known)
    {
        if (giver.era() == era || state.hasOwnRegistry()) return giver;
        (uint40 until, uint32 found, uint16 country, bool suspended) = _defaultRegistry.standingOf(from);
        if (suspended) revert IAccounts.AccountIsSuspended(from);
        return giver.withStanding(until, found, country);
    }

    function _requireSameLength(uint256 first, uint256 second) internal pure {
        if (first != second) revert BatchListsDiffer(first, second);
    }

    function _registryUnder(SeriesState state) internal view returns (IIdentityRegistry) {
        return state.hasOwnRegistry() ? _ownRegistry : IIdentityRegistry(address(_defaultRegistry));
    }

    function _complianceUnder(SeriesState state) internal view returns (ICompliance) {
        return state.hasOwnCompliance() ? _ownCompliance : _defaultCompliance();
    }

    /// @dev The one that this clone was made with, which stands in its code.
    function _defaultCompliance() private view returns (INoteCompliance rules) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0, CLONE_SIZE, 0x14)
            rules := shr(96, mload(0))
        }
    }

    function _setAllowance(address holder, address spender, uint256 amount) private {
        _allowances[holder][spender] = amount;
        emit Approval(holder, spender, amount);
    }
}
