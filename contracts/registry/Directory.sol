// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The address book of one deployment. With the chain's genesis hash, its address names the deployment.
/// @notice Written once, when the deployment is complete: where there is a directory, everything in it is in place.
contract Directory {
    string public constant VERSION = "4";
    /// @notice The block from which on the deployment can be followed.
    uint256 public immutable deployedAt = block.number;

    bytes32[] private _names;
    mapping(bytes32 name => address) private _addresses;

    event Named(bytes32 indexed name, address indexed target);

    error NamesAndAddressesDiffer(uint256 names, uint256 addresses);
    error NameTaken(bytes32 name);
    error NotAContract(bytes32 name, address target);
    error UnknownName(bytes32 name);

    constructor(bytes32[] memory names_, address[] memory addresses) {
        if (names_.length != addresses.length) revert NamesAndAddressesDiffer(names_.length, addresses.length);
        for (uint256 i = 0; i < names_.length; ++i) {
            if (addresses[i].code.length == 0) revert NotAContract(names_[i], addresses[i]);
            if (_addresses[names_[i]] != address(0)) revert NameTaken(names_[i]);
            _addresses[names_[i]] = addresses[i];
            emit Named(names_[i], addresses[i]);
        }
        _names = names_;
    }

    /// @notice The contract of that name; reverts where there is none.
    function contractNamed(bytes32 name) external view returns (address target) {
        target = _addresses[name];
        if (target == address(0)) revert UnknownName(name);
    }

    function names() external view returns (bytes32[] memory) {
        return _names;
    }
}
