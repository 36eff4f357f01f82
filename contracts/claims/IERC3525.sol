// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ERC-3525 semi-fungible token (identifier 0xd5358140), https://eips.ethereum.org/EIPS/eip-3525
/// @dev The standard marks `approve` and `transferFrom` payable. They are stricter here, as ERC-721 allows its
/// implementers: ether sent along would be kept for ever, so it is refused.
interface IERC3525 {
    /// @notice Value moved between two claims; from zero when it is created, to zero when it is destroyed.
    event TransferValue(uint256 indexed _fromTokenId, uint256 indexed _toTokenId, uint256 _value);

    /// @notice What an operator may move out of a claim was set or changed.
    event ApprovalValue(uint256 indexed _tokenId, address indexed _operator, uint256 _value);

    /// @notice A claim's slot was set.
    event SlotChanged(uint256 indexed _tokenId, uint256 indexed _oldSlot, uint256 indexed _newSlot);

    /// @notice How many decimals the values have.
    function valueDecimals() external view returns (uint8);

    /// @notice The value of a token: a claim's face in minor units.
    function balanceOf(uint256 _tokenId) external view returns (uint256);

    /// @notice The slot of a token: a claim's receivable.
    function slotOf(uint256 _tokenId) external view returns (uint256);

    /// @notice Lets an operator move up to `_value` out of a token, but never the token itself.
    function approve(uint256 _tokenId, address _operator, uint256 _value) external;

    /// @notice What an operator may still move out of a token.
    function allowance(uint256 _tokenId, address _operator) external view returns (uint256);

    /// @notice Moves value between two tokens of one slot.
    function transferFrom(uint256 _fromTokenId, uint256 _toTokenId, uint256 _value) external;

    /// @notice Moves value out of a token into a new token of `_to`, and returns the new token.
    function transferFrom(uint256 _fromTokenId, address _to, uint256 _value) external returns (uint256);
}

/// @title What a contract implements that wants to be told of value it receives (identifier 0x009ce20b).
interface IERC3525Receiver {
    /// @notice Answers 0x009ce20b to take the value; anything else refuses it.
    function onERC3525Received(
        address _operator,
        uint256 _fromTokenId,
        uint256 _toTokenId,
        uint256 _value,
        bytes calldata _data
    ) external returns (bytes4);
}

/// @title Operators for all tokens of one slot (identifier 0xb688be58).
/// @dev Not payable, for the reason given above.
interface IERC3525SlotApprovable {
    /// @notice An operator was admitted to, or excluded from, all tokens of an owner in one slot.
    event ApprovalForSlot(address indexed _owner, uint256 indexed _slot, address indexed _operator, bool _approved);

    /// @notice Lets an operator act for the owner on all its tokens of a slot: a holder's claims of one receivable.
    function setApprovalForSlot(address _owner, uint256 _slot, address _operator, bool _approved) external;

    /// @notice Whether an operator may act for the owner on all its tokens of a slot.
    function isApprovedForSlot(address _owner, uint256 _slot, address _operator) external view returns (bool);
}

/// @title Descriptions as JSON (identifier 0xe1600902).
interface IERC3525Metadata {
    /// @notice The contract: name, description, image, decimals.
    function contractURI() external view returns (string memory);

    /// @notice A slot: a receivable and its terms.
    function slotURI(uint256 _slot) external view returns (string memory);
}
