// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IAgentRole,
    IClaimTopicsRegistry,
    IERC173,
    IIdentityRegistry,
    IIdentityRegistryStorage,
    ITrustedIssuersRegistry
} from "../IERC3643.sol";

/// @notice What a trusted issuer has stated about an identity on one topic.
/// @param issuer who states it
/// @param expiry from when on it holds no longer, in seconds since 1970
struct Statement {
    address issuer;
    uint40 expiry;
}

/// @title Who may hold notes: wallets, whose they are, and what trusted issuers state about them.
/// @notice The four registries of ERC-3643 in one contract. An identity is the address by which a party is known; what is
/// stated about it is kept here under the standard's topics, by the issuers' own transactions. What follows from the
/// statements for a wallet is kept beside it with its expiry, so that a transfer reads it instead of checking signatures.
interface IIdentities is
    IAgentRole,
    IERC173,
    IIdentityRegistry,
    IIdentityRegistryStorage,
    ITrustedIssuersRegistry,
    IClaimTopicsRegistry
{
    /// @param evidence hash of what the issuer has seen
    event Stated(
        address indexed identity,
        uint256 indexed topic,
        address indexed issuer,
        uint40 expiry,
        bytes32 evidence
    );
    event Withdrawn(address indexed identity, uint256 indexed topic, address indexed issuer);
    /// @notice A wallet may hold notes before `until`; zero: it may not.
    event WalletVerified(address indexed wallet, address indexed identity, uint16 country, uint40 until);

    error InvalidIdentity(address wallet, address identity);
    error InvalidCountry(uint16 country);
    error WalletKnown(address wallet, address identity);
    error WalletUnknown(address wallet);
    error TooManyWallets(address identity, uint256 most);
    error ListsDiffer(uint256 first, uint256 second);
    error NotTheLedger(address caller);
    error RegistriesAreOne();
    error NotTrustedOn(address issuer, uint256 topic);
    error StatementExpired(uint256 expiry, uint256 time);
    error NotStatedBy(address identity, uint256 topic, address issuer);

    /// @notice A trusted issuer states something about an identity, in place of what was stated on the topic before.
    function state(address identity_, uint256 topic, uint40 expiry, bytes32 evidence) external;

    /// @notice The issuer takes its statement back; what rested on it ends in the same transaction.
    function withdraw(address identity_, uint256 topic) external;

    /// @notice Finds the wallets' standing anew under the topics and issuers of today. Anybody may ask for it.
    function renew(address[] calldata wallets) external;

    function statementOn(address identity_, uint256 topic) external view returns (Statement memory);

    /// @notice The wallets of an identity.
    function walletsOf(address identity_) external view returns (address[] memory);

    /// @notice What a transfer needs to know of whoever gets or gives. It holds as long as the era does.
    /// @return until before when it may get notes, in seconds since 1970; zero: it may not
    /// @return found the era of this answer
    /// @return country where it is at home (ISO 3166-1 numeric)
    /// @return suspended whether an authority has stopped the wallet's account with the ledger: it gives none either
    function standingOf(address wallet)
        external
        view
        returns (uint40 until, uint32 found, uint16 country, bool suspended);

    /// @notice Counts the changes of topics and issuers under which what was found for a wallet holds no longer.
    function generation() external view returns (uint32);

    /// @notice Counts the changes that could take somebody's standing away or change its country, suspensions included.
    function era() external view returns (uint32);

    /// @notice Until when a wallet may hold notes, in seconds since 1970; zero or past: it may not.
    function verifiedUntil(address wallet) external view returns (uint40);
}
