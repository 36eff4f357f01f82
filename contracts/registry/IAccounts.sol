// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who may take part.
interface IAccounts {
    event AccountOpened(address indexed account, uint8 roles);
    /// @param order hash of the order that the authority acts on
    event AccountSuspended(address indexed account, address indexed authority, bytes32 order);
    event AccountReinstated(address indexed account, address indexed authority, bytes32 order);
    event DeskAdmitted(address indexed desk);
    event DeskDismissed(address indexed desk);

    error AccountAlreadyOpen(address account);
    error AccountNotOpen(address account);
    error AccountIsSuspended(address account);
    error InvalidAccount(address account);
    error UnknownRoles(uint8 roles);
    error RoleMissing(address account, uint8 role);
    error DeskAlreadyAdmitted(address desk);
    error DeskNotAdmitted(address desk);

    /// @notice Opens an account for a party that the operator has identified.
    /// @param roles the sum of the party's `AccountRole` bits
    function openAccount(address account, uint8 roles) external;

    /// @notice An authority stops an account under its order: it gives nothing, gains nothing and signs nothing.
    function suspend(address account, bytes32 order) external;

    /// @notice The authority lifts its own order; the account is free when no other authority's stands.
    function reinstate(address account) external;

    /// @notice Admits a contract whose movements carry the recipient's signature and are no trade transfers. It still
    /// moves only what holders have approved it for.
    function admitDesk(address desk) external;

    function dismissDesk(address desk) external;

    /// @notice The account's storage word, laid out as `AccountWord` says.
    function accountWord(address account) external view returns (uint256);

    /// @notice The order under which an authority has suspended an account; zero where it has not.
    function suspensionOrder(address account, address authority) external view returns (bytes32);
}
