// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {ISuspensionObserver} from "../../registry/ISuspensionObserver.sol";
import {IAgentRole, IERC173, IIdentityRegistry, IIdentityRegistryStorage} from "../IERC3643.sol";
import {IIdentities, Statement} from "./IIdentities.sol";
import {TrustedIssuers} from "./TrustedIssuers.sol";

/// @title The identity registry of all note series.
contract IdentityRegistry is IIdentities, ISuspensionObserver, TrustedIssuers, ERC165 {
    /// @notice All that a transfer needs to know of a wallet, in one word.
    /// @param identity whose it is; zero: it is not registered
    /// @param country where that is at home (ISO 3166-1 numeric)
    /// @param until before when it may hold notes, in seconds since 1970
    /// @param generation under which topics and issuers that was found
    /// @param suspended whether an authority has stopped its account with the ledger, be it registered or not
    struct Wallet {
        address identity;
        uint16 country;
        uint40 until;
        uint32 generation;
        bool suspended;
    }

    /// @notice Wallets of one identity at most: each is found anew when a statement changes.
    uint256 public constant MOST_WALLETS = 16;
    uint16 private constant LAST_COUNTRY = 999;

    /// @notice Whose suspensions count here too.
    address public immutable ledger;

    mapping(address wallet => Wallet) private _wallets;
    mapping(address identity => address[]) private _walletsOf;
    mapping(address identity => mapping(uint256 topic => Statement)) private _statements;

    constructor(address owner_, address agent, address ledger_) {
        ledger = ledger_;
        _setOwner(owner_);
        _addAgent(agent);
        emit IdentityStorageSet(address(this));
        emit ClaimTopicsRegistrySet(address(this));
        emit TrustedIssuersRegistrySet(address(this));
        emit IdentityRegistryBound(address(this));
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IIdentityRegistry).interfaceId
            || interfaceId == type(IIdentityRegistryStorage).interfaceId
            || interfaceId == type(IERC173).interfaceId || interfaceId == type(IAgentRole).interfaceId
            || super.supportsInterface(interfaceId);
    }

    // What issuers state

    /// @inheritdoc IIdentities
    function state(address identity_, uint256 topic, uint40 expiry, bytes32 evidence) external {
        if (!hasClaimTopic(msg.sender, topic)) revert NotTrustedOn(msg.sender, topic);
        if (expiry <= block.timestamp) revert StatementExpired(expiry, block.timestamp);
        if (identity_ == address(0)) revert InvalidIdentity(address(0), identity_);
        if (expiry < _statements[identity_][topic].expiry) ++_era;
        _statements[identity_][topic] = Statement(msg.sender, expiry);
        emit Stated(identity_, topic, msg.sender, expiry, evidence);
        _renewAll(identity_);
    }

    /// @inheritdoc IIdentities
    function withdraw(address identity_, uint256 topic) external {
        if (_statements[identity_][topic].issuer != msg.sender) revert NotStatedBy(identity_, topic, msg.sender);
        delete _statements[identity_][topic];
        ++_era;
        emit Withdrawn(identity_, topic, msg.sender);
        _renewAll(identity_);
    }

    /// @inheritdoc IIdentities
    function renew(address[] calldata wallets) external {
        for (uint256 i = 0; i < wallets.length; ++i) {
            _renew(wallets[i], _known(wallets[i]));
        }
    }

    /// @inheritdoc IIdentities
    function statementOn(address identity_, uint256 topic) external view returns (Statement memory) {
        return _statements[identity_][topic];
    }

    /// @inheritdoc IIdentities
    function walletsOf(address identity_) external view returns (address[] memory) {
        return _walletsOf[identity_];
    }

    /// @inheritdoc IIdentities
    function verifiedUntil(address wallet) public view returns (uint40) {
        Wallet storage kept = _wallets[wallet];
        return kept.generation == _generation ? kept.until : 0;
    }

    /// @inheritdoc IIdentities
    function standingOf(address wallet)
        public
        view
        returns (uint40 until, uint32 found, uint16 country, bool suspended)
    {
        Wallet storage kept = _wallets[wallet];
        (found, country, suspended) = (_era, kept.country, kept.suspended);
        if (!suspended && kept.generation == _generation) until = kept.until;
    }

    /// @inheritdoc ISuspensionObserver
    function onSuspensionChanged(address account, bool suspended) external {
        if (msg.sender != ledger) revert NotTheLedger(msg.sender);
        _wallets[account].suspended = suspended;
        ++_era;
    }

    /// @inheritdoc IIdentities
    function generation() external view returns (uint32) {
        return _generation;
    }

    /// @inheritdoc IIdentities
    function era() external view returns (uint32) {
        return _era;
    }

    // Wallets

    /// @inheritdoc IIdentityRegistry
    function registerIdentity(address wallet, address identity_, uint16 country) external onlyAgent {
        _register(wallet, identity_, country);
    }

    /// @inheritdoc IIdentityRegistry
    function batchRegisterIdentity(
        address[] calldata wallets,
        address[] calldata identities,
        uint16[] calldata countries
    ) external onlyAgent {
        if (wallets.length != identities.length) revert ListsDiffer(wallets.length, identities.length);
        if (wallets.length != countries.length) revert ListsDiffer(wallets.length, countries.length);
        for (uint256 i = 0; i < wallets.length; ++i) {
            _register(wallets[i], identities[i], countries[i]);
        }
    }

    /// @inheritdoc IIdentityRegistry
    function deleteIdentity(address wallet) external onlyAgent {
        _delete(wallet);
    }

    /// @inheritdoc IIdentityRegistry
    function updateCountry(address wallet, uint16 country) external onlyAgent {
        _setCountry(wallet, country);
    }

    /// @inheritdoc IIdentityRegistry
    function updateIdentity(address wallet, address identity_) external onlyAgent {
        _setIdentity(wallet, identity_);
    }

    /// @inheritdoc IIdentityRegistry
    function contains(address wallet) external view returns (bool) {
        return _wallets[wallet].identity != address(0);
    }

    /// @inheritdoc IIdentityRegistry
    function isVerified(address wallet) external view returns (bool) {
        (uint40 until,,,) = standingOf(wallet);
        return block.timestamp < until;
    }

    /// @inheritdoc IIdentityRegistry
    function identity(address wallet) external view returns (address) {
        return _wallets[wallet].identity;
    }

    /// @inheritdoc IIdentityRegistry
    function investorCountry(address wallet) external view returns (uint16) {
        return _wallets[wallet].country;
    }

    // The standard's storage, which is this contract

    /// @inheritdoc IIdentityRegistryStorage
    function addIdentityToStorage(address wallet, address identity_, uint16 country) external onlyAgent {
        _register(wallet, identity_, country);
    }

    /// @inheritdoc IIdentityRegistryStorage
    function removeIdentityFromStorage(address wallet) external onlyAgent {
        _delete(wallet);
    }

    /// @inheritdoc IIdentityRegistryStorage
    function modifyStoredInvestorCountry(address wallet, uint16 country) external onlyAgent {
        _setCountry(wallet, country);
    }

    /// @inheritdoc IIdentityRegistryStorage
    function modifyStoredIdentity(address wallet, address identity_) external onlyAgent {
        _setIdentity(wallet, identity_);
    }

    /// @inheritdoc IIdentityRegistryStorage
    function storedIdentity(address wallet) external view returns (address) {
        return _wallets[wallet].identity;
    }

    /// @inheritdoc IIdentityRegistryStorage
    function storedInvestorCountry(address wallet) external view returns (uint16) {
        return _wallets[wallet].country;
    }

    /// @inheritdoc IIdentityRegistryStorage
    function linkedIdentityRegistries() external view returns (address[] memory registries) {
        registries = new address[](1);
        registries[0] = address(this);
    }

    /// @inheritdoc IIdentityRegistryStorage
    function bindIdentityRegistry(address) external pure {
        revert RegistriesAreOne();
    }

    /// @inheritdoc IIdentityRegistryStorage
    function unbindIdentityRegistry(address) external pure {
        revert RegistriesAreOne();
    }

    /// @inheritdoc IIdentityRegistry
    function setIdentityRegistryStorage(address) external pure {
        revert RegistriesAreOne();
    }

    /// @inheritdoc IIdentityRegistry
    function setClaimTopicsRegistry(address) external pure {
        revert RegistriesAreOne();
    }

    /// @inheritdoc IIdentityRegistry
    function setTrustedIssuersRegistry(address) external pure {
        revert RegistriesAreOne();
    }

    /// @inheritdoc IIdentityRegistry
    function identityStorage() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IIdentityRegistry
    function issuersRegistry() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IIdentityRegistry
    function topicsRegistry() external view returns (address) {
        return address(this);
    }

    function _register(address wallet, address identity_, uint16 country) private {
        if (wallet == address(0)) revert InvalidIdentity(wallet, identity_);
        _requireCountry(country);
        Wallet memory kept = _wallets[wallet];
        if (kept.identity != address(0)) revert WalletKnown(wallet, kept.identity);
        (kept.identity, kept.country) = (identity_, country);
        _join(wallet, identity_);
        emit IdentityRegistered(wallet, identity_);
        emit IdentityStored(wallet, identity_);
        _renew(wallet, kept);
    }

    function _delete(address wallet) private {
        Wallet memory kept = _known(wallet);
        address identity_ = kept.identity;
        _leave(wallet, identity_);
        _wallets[wallet] = Wallet(address(0), 0, 0, 0, kept.suspended);
        ++_era;
        emit IdentityRemoved(wallet, identity_);
        emit IdentityUnstored(wallet, identity_);
        emit WalletVerified(wallet, identity_, 0, 0);
    }

    function _setCountry(address wallet, uint16 country) private {
        _known(wallet);
        _requireCountry(country);
        _wallets[wallet].country = country;
        ++_era;
        emit CountryUpdated(wallet, country);
        emit CountryModified(wallet, country);
    }

    function _setIdentity(address wallet, address identity_) private {
        Wallet memory kept = _known(wallet);
        address earlier = kept.identity;
        _leave(wallet, earlier);
        _join(wallet, identity_);
        kept.identity = identity_;
        ++_era;
        emit IdentityUpdated(earlier, identity_);
        emit IdentityModified(earlier, identity_);
        _renew(wallet, kept);
    }

    function _join(address wallet, address identity_) private {
        if (identity_ == address(0)) revert InvalidIdentity(wallet, identity_);
        if (_walletsOf[identity_].length == MOST_WALLETS) revert TooManyWallets(identity_, MOST_WALLETS);
        _walletsOf[identity_].push(wallet);
    }

    function _leave(address wallet, address identity_) private {
        address[] storage wallets = _walletsOf[identity_];
        uint256 position;
        while (wallets[position] != wallet) ++position;
        wallets[position] = wallets[wallets.length - 1];
        wallets.pop();
    }

    function _renewAll(address identity_) private {
        address[] storage wallets = _walletsOf[identity_];
        for (uint256 i = 0; i < wallets.length; ++i) {
            _renew(wallets[i], _wallets[wallets[i]]);
        }
    }

    /// @dev Where no topic is required, being registered is all that a wallet needs.
    function _renew(address wallet, Wallet memory kept) private {
        uint256[] memory topics = getClaimTopics();
        uint40 until = type(uint40).max;
        for (uint256 i = 0; i < topics.length; ++i) {
            Statement memory statement = _statements[kept.identity][topics[i]];
            if (!hasClaimTopic(statement.issuer, topics[i])) until = 0;
            if (statement.expiry < until) until = statement.expiry;
        }
        (kept.until, kept.generation) = (until, _generation);
        _wallets[wallet] = kept;
        emit WalletVerified(wallet, kept.identity, kept.country, until);
    }

    function _known(address wallet) private view returns (Wallet memory kept) {
        kept = _wallets[wallet];
        if (kept.identity == address(0)) revert WalletUnknown(wallet);
    }

    function _requireCountry(uint16 country) private pure {
        if (country == 0 || country > LAST_COUNTRY) revert InvalidCountry(country);
    }
}
